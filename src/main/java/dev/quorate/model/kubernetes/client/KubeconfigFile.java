package dev.quorate.model.kubernetes.client;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a kubeconfig of this host as a program does at its start. */
public final class KubeconfigFile {

    private KubeconfigFile() {}

    /**
     * The server and credentials, or empty after {@code complaint} was given the error in the program's words.
     */
    public static Optional<Kubeconfig.Resolved> read(String path, Effects effects, Consumer<String> complaint) {
        Optional<Object> content = effects.kernel().file(path);
        if (content.isEmpty()) {
            complaint.accept("stat " + path + ": no such file or directory");
            return Optional.empty();
        }
        if (!(content.get() instanceof Kubeconfig kubeconfig)) {
            complaint.accept("error loading config file \"" + path + "\": yaml: cannot unmarshal into Config");
            return Optional.empty();
        }
        try {
            return Optional.of(kubeconfig.resolve());
        } catch (Kubeconfig.UnusableException e) {
            complaint.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
