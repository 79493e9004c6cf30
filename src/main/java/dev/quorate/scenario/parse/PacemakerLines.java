package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.PcsCommands;
import dev.quorate.model.pacemaker.agents.ResourceValues;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.UnknownName;
import dev.quorate.model.pacemaker.fencer.FenceParameters;
import dev.quorate.scenario.Topology;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Carries out the lines of {@code pacemaker.resources}, {@code stonith} and {@code constraints} before a run does. */
final class PacemakerLines {

    private final Problems problems;
    private final Topology topology;

    PacemakerLines(Problems problems, Topology topology) {
        this.problems = problems;
        this.topology = topology;
    }

    /** Complain of every line that Pacemaker would refuse, where it stands in the file. */
    void check(PacemakerSettings settings, ObjectReader reader) {
        List<Node> nodes = topology.masters().stream()
                .map(node -> Node.of(Integer.toString(node.nodeId()), node.name()))
                .toList();
        TreeSet<String> refusedIds = new TreeSet<>();
        Configuration configuration = PcsCommands.initial(settings, nodes, (setting, index, refused) -> {
            List<String> lines = setting.equals("resources")
                    ? settings.resources()
                    : setting.equals("stonith") ? settings.stonith() : settings.constraints();
            // a constraint on a resource whose own line is refused is no mistake of its own
            if (!(refused instanceof UnknownName unknown) || !refusedIds.contains(unknown.given())) {
                complain(reader, setting, index, "", refused);
            }
            if (!setting.equals("constraints")) {
                refusedIds.add(PcsCommands.words(lines.get(index)).get(0));
            }
        });
        for (int i = 0; i < settings.stonith().size(); i++) {
            checkDevice(configuration, settings.stonith().get(i), i, reader);
        }
        for (int i = 0; i < settings.resources().size(); i++) {
            checkAgent(configuration, settings.resources().get(i), i, reader);
        }
    }

    private void checkDevice(Configuration configuration, String line, int index, ObjectReader reader) {
        List<String> words = PcsCommands.words(line);
        if (!words.get(0).equals("level")) {
            configuration
                    .primitive(words.get(0))
                    .flatMap(FenceParameters::complaint)
                    .ifPresent(wrong -> complain(reader, "stonith", index, "'" + words.get(0) + "': " + wrong));
        } else if (words.size() == 5) {
            if (!topology.masterNames().contains(words.get(3))) {
                complain(reader, "stonith", index, "'" + line + "': no master '" + words.get(3) + "'");
            }
            for (String device : new TreeSet<>(List.of(words.get(4).split(",")))) {
                if (configuration.primitive(device).isEmpty()) {
                    complain(reader, "stonith", index, "'" + line + "': no fence device '" + device + "'");
                }
            }
        }
    }

    private void checkAgent(Configuration configuration, String line, int index, ObjectReader reader) {
        Optional<Primitive> primitive =
                configuration.primitive(PcsCommands.words(line).get(0));
        boolean isAddress =
                primitive.isPresent() && primitive.get().agent().type().equals("IPaddr2");
        if (isAddress && !primitive.get().parameters().containsKey("ip")) {
            complain(
                    reader,
                    "resources",
                    index,
                    "'" + primitive.get().id() + "': IPaddr2 needs its address: ip=192.168.15.200");
        }
        primitive.ifPresent(resource -> ResourceValues.complaints(resource)
                .forEach(wrong -> complain(reader, "resources", index, "'" + resource.id() + "': ", wrong)));
    }

    private void complain(
            ObjectReader reader, String setting, int index, String about, IllegalArgumentException refused) {
        String message = about + refused.getMessage();
        if (refused instanceof UnknownName unknown) {
            complain(reader, setting, index, message, unknown.given(), Suggestion.of(unknown.given(), unknown.known()));
        } else {
            complain(reader, setting, index, message);
        }
    }

    private void complain(ObjectReader reader, String setting, int index, String message) {
        complain(reader, setting, index, message, setting, "");
    }

    private void complain(
            ObjectReader reader, String setting, int index, String message, String token, String suggestion) {
        ConfigValue value = reader.value(setting).orElse(null);
        ConfigOrigin origin = reader.originOf(setting);
        if (value instanceof ConfigList list && index < list.size()) {
            origin = list.get(index).origin();
        }
        problems.add(origin, token, reader.path(setting) + "[" + (index + 1) + "]: " + message, suggestion);
    }
}
