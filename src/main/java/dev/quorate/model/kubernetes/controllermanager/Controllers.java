package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import java.util.ArrayList;
import java.util.List;

/** The controllers there are, and which of them {@code --controllers} starts. */
public final class Controllers {

    /** ControllersDisabledByDefault. */
    private static final List<String> DISABLED_BY_DEFAULT = List.of("bootstrapsigner", "tokencleaner");

    private Controllers() {}

    /** One of each, fresh. */
    public static List<Controller> all(KubeControllerManagerSettings settings) {
        List<Controller> all = new ArrayList<>();
        all.add(new ServiceAccountsController());
        all.add(new NodeIpamController());
        all.add(new NodeLifecycleController(settings));
        all.add(new TaintEvictionController());
        all.add(new ReplicaSetController());
        all.add(new NamespaceController());
        all.add(new PodGarbageCollector());
        all.add(new DeploymentController());
        all.add(new ResourceQuotaController());
        all.add(new TokensController());
        all.add(new CsrApprovingController());
        all.add(new CsrSigningController());
        all.add(new BootstrapSigner());
        all.add(new TokenCleaner());
        return all;
    }

    /** {@code *} starts all that are on by default, {@code foo} starts foo, {@code -foo} does not. */
    static boolean isEnabled(String name, List<String> flag) {
        if (flag.contains(name)) {
            return true;
        }
        return !flag.contains("-" + name) && flag.contains("*") && !DISABLED_BY_DEFAULT.contains(name);
    }
}
