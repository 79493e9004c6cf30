package dev.quorate.scenario.parse;

import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import java.util.Optional;

/** The values that a fault's parameters have when a file leaves them out. */
public final class FaultDefaults {

    private FaultDefaults() {}

    /** A parameter's default; empty when it must be given. */
    public static Optional<Object> of(KindParameter parameter) {
        return parameter.defaultText().map(text -> ParameterReader.parse(parameter.type(), text));
    }
}
