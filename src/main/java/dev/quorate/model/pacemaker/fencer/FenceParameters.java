package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.pacemaker.cib.Primitive;
import java.util.Optional;

/** Whether a fence device's parameters say what they must; asked before a cluster is built. */
public final class FenceParameters {

    private FenceParameters() {}

    /** Why a fence device cannot be used as it is configured, or empty; for other resources always empty. */
    public static Optional<String> complaint(Primitive primitive) {
        return primitive.agent().isFenceDevice()
                ? new FenceDevice(primitive.id(), primitive).complaint()
                : Optional.empty();
    }
}
