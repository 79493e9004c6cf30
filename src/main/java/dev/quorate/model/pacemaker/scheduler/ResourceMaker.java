package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the working resources of the configured ones (pe__unpack_resource, group_unpack, clone_unpack). */
final class ResourceMaker {

    private final Cluster cluster;
    private final SortedMap<String, String> defaults;

    ResourceMaker(Cluster cluster) {
        this.cluster = cluster;
        this.defaults = cluster.cib.configuration().resourceDefaults();
    }

    void makeAll() {
        for (Resource resource : cluster.cib.configuration().resources()) {
            cluster.hasFenceDevice |= resource.primitives().stream()
                    .anyMatch(primitive -> primitive.agent().isFenceDevice());
            cluster.resources.add(make(resource));
        }
        cluster.resources.sort(
                Comparator.comparingInt((Rsc rsc) -> rsc.priority).reversed());
        if (cluster.options.stonithEnabled() && !cluster.hasFenceDevice) {
            cluster.problems.add("Resource start-up disabled since no STONITH resources have been defined");
        }
    }

    /** A resource that has a history but no configuration (process_orphan_resource). */
    Rsc makeOrphan(String id, Agent agent) {
        Primitive primitive = new Primitive(id, agent, new TreeMap<>(), new TreeMap<>(), List.of());
        Rsc rsc = make(primitive);
        rsc.orphan = true;
        cluster.resources.add(rsc);
        if (cluster.options.stopOrphanResources()) {
            cluster.score(rsc, null, -Values.INFINITY);
            rsc.because("stop-orphan-resources");
        } else {
            rsc.managed = false;
        }
        return rsc;
    }

    private Rsc make(Resource resource) {
        if (resource instanceof Clone clone) {
            return make(clone);
        }
        return make(resource, "", null, List.of(resource.meta()));
    }

    private Rsc make(Clone clone) {
        SortedMap<String, String> meta = inherited(List.of(clone.meta()), null);
        int max = number(meta.get("clone-max"), Math.max(1, cluster.members.size()));
        CloneRsc rsc = new CloneRsc(
                cluster,
                clone.id(),
                Math.max(0, Math.min(Clone.MOST_INSTANCES, max)),
                Values.isTrue(meta.get("ordered")),
                Values.isTrue(meta.get("interleave")));
        meta.putIfAbsent("resource-stickiness", "1"); // so that instances do not shuffle (clone_unpack)
        rsc.meta.putAll(meta);
        describe(rsc);
        rsc.fill(number -> {
            Rsc instance =
                    make(clone.child(), ":" + number, rsc, List.of(clone.child().meta(), clone.meta()));
            return instance;
        });
        scoreEverywhere(rsc);
        return rsc;
    }

    private Rsc make(Resource resource, String suffix, @Nullable Rsc parent, List<SortedMap<String, String>> metas) {
        Rsc rsc;
        if (resource instanceof Group group) {
            rsc = new GroupRsc(cluster, group.id() + suffix, group.id(), parent);
            rsc.meta.putAll(inherited(metas, parent));
            describe(rsc);
            for (Primitive member : group.members()) {
                List<SortedMap<String, String>> memberMetas = new java.util.ArrayList<>(metas);
                memberMetas.add(0, member.meta());
                rsc.children.add(make(member, suffix, rsc, memberMetas));
            }
        } else {
            rsc = new PrimitiveRsc(cluster, resource.id() + suffix, parent, (Primitive) resource);
            rsc.meta.putAll(inherited(metas, parent));
            describe(rsc);
        }
        scoreEverywhere(rsc);
        return rsc;
    }

    private void scoreEverywhere(Rsc rsc) {
        if (cluster.options.symmetricCluster()) {
            cluster.score(rsc, null, 0);
        }
    }

    /** Own meta attributes, then those of the parents, then defaults, then what the parent came to (get_meta_attributes). */
    private SortedMap<String, String> inherited(List<SortedMap<String, String>> metas, @Nullable Rsc parent) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Map<String, String> meta : metas) {
            addMissing(all, meta);
        }
        addMissing(all, defaults);
        if (parent != null) {
            addMissing(all, parent.meta);
        }
        return all;
    }

    private static void addMissing(SortedMap<String, String> all, Map<String, String> more) {
        for (Map.Entry<String, String> entry : more.entrySet()) {
            all.putIfAbsent(entry.getKey(), entry.getValue());
        }
    }

    private void describe(Rsc rsc) {
        SortedMap<String, String> meta = rsc.meta;
        rsc.priority = Values.score(meta.get("priority"));
        rsc.critical = !meta.containsKey("critical") || rsc.isTrue("critical");
        rsc.managed = !cluster.options.maintenanceMode();
        String isManaged = meta.get("is-managed");
        if (isManaged != null && !isManaged.equalsIgnoreCase("default")) {
            rsc.managed = Values.isTrue(isManaged);
        }
        if (rsc.isTrue("maintenance") || cluster.options.maintenanceMode()) {
            rsc.managed = false;
            rsc.inMaintenance = true;
        }
        rsc.unique = !rsc.top().isClone();
        rsc.restartsWithOptionalOrders = "restart".equalsIgnoreCase(meta.get("restart-type"));
        rsc.recovery = recovery(meta.get("multiple-active"));
        rsc.stickiness = given(meta, "resource-stickiness") ? Values.score(meta.get("resource-stickiness")) : 0;
        rsc.migrationThreshold = Values.INFINITY;
        if (given(meta, "migration-threshold")) {
            int threshold = Values.score(meta.get("migration-threshold"));
            rsc.migrationThreshold = threshold < 0 ? 1 : threshold;
        }
        rsc.fenceDevice = rsc.primitive != null && rsc.primitive.agent().isFenceDevice();
        require(rsc, meta.getOrDefault("requires", "").toLowerCase(Locale.ROOT));
        rsc.failureTimeoutSeconds = Math.max(0, Values.millis(meta.get("failure-timeout"))) / 1_000;
        if ("stopped".equalsIgnoreCase(meta.get("target-role"))) {
            rsc.nextRole = Role.STOPPED;
            rsc.because("target-role");
        }
    }

    private static boolean given(Map<String, String> meta, String name) {
        String value = meta.get(name);
        return value != null && !value.equalsIgnoreCase("default");
    }

    private static Rsc.Recovery recovery(@Nullable String multipleActive) {
        return switch (multipleActive == null ? "" : multipleActive.toLowerCase(Locale.ROOT)) {
            case "stop_only" -> Rsc.Recovery.STOP_ONLY;
            case "block" -> Rsc.Recovery.BLOCK;
            case "stop_unexpected" -> Rsc.Recovery.STOP_UNEXPECTED;
            default -> Rsc.Recovery.STOP_START;
        };
    }

    /** What must hold before a start (unpack_requires). */
    private void require(Rsc rsc, String requires) {
        switch (requires) {
            case "nothing" -> {}
            case "quorum" -> rsc.needsQuorum = true;
            case "fencing" -> rsc.needsFencing = true;
            default -> {
                if (rsc.fenceDevice) {
                    rsc.needsQuorum = true;
                } else if (cluster.options.stonithEnabled()) {
                    rsc.needsFencing = true;
                } else {
                    rsc.needsQuorum = cluster.policy != NoQuorumPolicy.IGNORE;
                }
            }
        }
    }

    private static int number(@Nullable String value, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
