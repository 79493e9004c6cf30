package dev.quorate.model.pacemaker;

import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code pcs resource ...}: what changes the configuration. */
final class PcsResourceCommands {

    private PcsResourceCommands() {}

    static Configuration edit(Configuration configuration, String verb, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("pcs resource " + verb + ": name a resource");
        }
        String id = words.get(0);
        List<String> rest = words.subList(1, words.size());
        return switch (verb) {
            case "create" -> create(configuration, words);
            case "delete" -> delete(known(configuration, id), id);
            case "move" -> prefer(known(configuration, id), id, rest);
            case "ban" -> ban(known(configuration, id), id, rest);
            case "clear" -> clear(known(configuration, id), id);
            case "meta" -> meta(configuration, id, PcsCommands.pairs(rest));
            case "enable" -> meta(configuration, id, Map.of("target-role", "Started"));
            case "disable" -> meta(configuration, id, Map.of("target-role", "Stopped"));
            case "manage" -> meta(configuration, id, Map.of("is-managed", "true"));
            case "unmanage" -> meta(configuration, id, Map.of("is-managed", "false"));
            case "update" -> update(configuration, id, PcsCommands.pairs(rest));
            case "defaults" -> defaults(configuration, words);
            default -> throw PcsCommands.unknown(List.of("resource", verb));
        };
    }

    private static Configuration create(Configuration configuration, List<String> given) {
        List<String> words = new ArrayList<>(given);
        if (words.size() < 2) {
            throw new IllegalArgumentException("pcs resource create: write ID AGENT PARAMETER=VALUE ...");
        }
        String group = "";
        int at = words.indexOf("--group");
        if (at >= 0 && at + 1 < words.size()) {
            group = words.get(at + 1);
            words.subList(at, at + 2).clear();
        }
        boolean clone = words.remove("clone");
        Primitive primitive = PcsCommands.primitive(words);
        if (configuration.primitive(primitive.id()).isPresent()) {
            throw new IllegalArgumentException("pcs resource create: '" + primitive.id() + "' exists already");
        }
        List<Resource> resources = new ArrayList<>(configuration.resources());
        if (clone) {
            resources.add(Clone.of(primitive.id() + "-clone", primitive));
        } else if (group.isEmpty()) {
            resources.add(primitive);
        } else {
            addToGroup(resources, group, primitive);
        }
        return configuration.withResources(resources);
    }

    private static void addToGroup(List<Resource> resources, String id, Primitive primitive) {
        for (int i = 0; i < resources.size(); i++) {
            if (resources.get(i) instanceof Group group && group.id().equals(id)) {
                List<Primitive> members = new ArrayList<>(group.members());
                members.add(primitive);
                resources.set(i, new Group(id, group.meta(), members));
                return;
            }
        }
        resources.add(Group.of(id, List.of(primitive)));
    }

    /** A clone goes with the resource in it, a group with its last member. */
    private static Configuration delete(Configuration configuration, String id) {
        List<Resource> resources = new ArrayList<>();
        for (Resource resource : configuration.resources()) {
            if (resource.id().equals(id)
                    || (resource instanceof Clone clone && clone.child().id().equals(id))) {
                continue;
            }
            if (resource instanceof Group group) {
                List<Primitive> members = new ArrayList<>(group.members());
                members.removeIf(member -> member.id().equals(id));
                if (!members.isEmpty()) {
                    resources.add(new Group(group.id(), group.meta(), members));
                }
            } else {
                resources.add(resource);
            }
        }
        return configuration.withResources(resources);
    }

    private static Configuration known(Configuration configuration, String id) {
        if (!PcsCommands.ids(configuration.resources()).contains(id)) {
            throw PcsCommands.noResource(configuration.resources(), id);
        }
        return configuration;
    }

    /** As {@code crm_resource --move} leaves it: a preference of INFINITY until it is cleared. */
    private static Configuration prefer(Configuration configuration, String id, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("pcs resource move " + id + ": name the node it should go to");
        }
        String node = nodeOf(configuration, rest.get(0));
        return clear(configuration, id)
                .withConstraints(PcsCommands.with(
                        clear(configuration, id).constraints(),
                        Constraint.Location.of("cli-prefer-" + id, id, node, Values.INFINITY)));
    }

    private static Configuration ban(Configuration configuration, String id, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("pcs resource ban " + id + ": name the node it should leave");
        }
        String node = nodeOf(configuration, rest.get(0));
        return configuration.withConstraints(PcsCommands.with(
                configuration.constraints(),
                Constraint.Location.of("cli-ban-" + id + "-on-" + node, id, node, -Values.INFINITY)));
    }

    private static String nodeOf(Configuration configuration, String name) {
        if (configuration.node(name).isEmpty()) {
            throw PcsCommands.noNode(configuration, name);
        }
        return name;
    }

    private static Configuration clear(Configuration configuration, String id) {
        List<Constraint> kept = new ArrayList<>(configuration.constraints());
        kept.removeIf(constraint ->
                constraint.id().equals("cli-prefer-" + id) || constraint.id().startsWith("cli-ban-" + id + "-on-"));
        return configuration.withConstraints(kept);
    }

    private static Configuration meta(Configuration configuration, String id, Map<String, String> values) {
        return configuration.withResources(PcsCommands.replace(configuration.resources(), id, resource -> {
            Resource changed = resource;
            for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
                changed = changed.withMeta(value.getKey(), value.getValue());
            }
            return changed;
        }));
    }

    private static Configuration update(Configuration configuration, String id, Map<String, String> values) {
        return configuration.withResources(PcsCommands.replace(configuration.resources(), id, resource -> {
            if (!(resource instanceof Primitive primitive)) {
                throw new IllegalArgumentException("pcs resource update: '" + id + "' is no primitive");
            }
            Primitive changed = primitive;
            for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
                changed = changed.withParameter(value.getKey(), value.getValue());
            }
            return changed;
        }));
    }

    private static Configuration defaults(Configuration configuration, List<String> words) {
        Configuration changed = configuration;
        for (Map.Entry<String, String> value : PcsCommands.pairs(words).entrySet()) {
            changed = changed.withResourceDefault(value.getKey(), value.getValue());
        }
        return changed;
    }
}
