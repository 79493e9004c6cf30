package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.OptionValues;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.UnknownName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a resource says what can be meant: its meta attributes, its operations and its agent's parameters. */
public final class ResourceValues {

    private ResourceValues() {}

    /** Everything that cannot be meant as it is written. */
    public static List<IllegalArgumentException> complaints(Primitive primitive) {
        List<IllegalArgumentException> complaints = new ArrayList<>();
        primitive
                .meta()
                .forEach((name, value) -> OptionValues.ofMeta(name, value).ifPresent(complaints::add));
        for (Operation operation : primitive.operations()) {
            operation
                    .options()
                    .forEach((name, value) ->
                            OptionValues.ofOperation(name, value).ifPresent(complaints::add));
        }
        primitive.parameters().forEach((name, value) -> {
            Optional<List<String>> known = AgentParameters.names(primitive.agent());
            if (known.isPresent() && !known.get().contains(name)) {
                complaints.add(new UnknownName(
                        "no parameter '" + name + "' of " + primitive.agent().spell(), name, known.get()));
            } else {
                AgentParameters.complaint(primitive.agent(), name, value)
                        .ifPresent(wrong -> complaints.add(new IllegalArgumentException(wrong)));
            }
        });
        return complaints;
    }
}
