package dev.quorate.model.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * pcs commands, one after another, and what {@code pcs config} would show after the last: golden text.
 *
 * <p>Nodes are m1, m2, m3. A refused command is answered with its error. Options are shown where they are not the default.
 */
class PcsCommandsTest {

    @Test
    void commandsChangeTheConfigurationAsWritten() {
        Golden.check("pcs.txt", PcsCommandsTest::run);
    }

    @Test
    void theSettingsOfAClusterBecomeItsConfiguration() {
        Configuration initial = PcsCommands.initial(
                PacemakerLab.with(
                        PacemakerSettings.defaults(),
                        "no-quorum-policy=freeze",
                        "stonith-enabled=true",
                        "stonith-timeout=45s",
                        "batch-limit=7",
                        "priority-fencing-delay=9s",
                        "resource-stickiness=100",
                        "migration-threshold=3",
                        "failure-timeout=2m",
                        "multiple-active=block",
                        "resources=vip ocf:heartbeat:IPaddr2 ip=10.0.0.9 op monitor interval=10s",
                        "stonith=ipmi fence_ipmilan ip=10.0.0.101;level add 1 m1 ipmi",
                        "constraints=location vip prefers m1=50"),
                List.of(Node.of("1", "m1")));
        assertThat(text(initial).lines())
                .containsExactly(
                        "option no-quorum-policy FREEZE",
                        "option stonith-timeout PT45S",
                        "option priority-fencing-delay PT9S",
                        "option batch-limit 7",
                        "default failure-timeout=120000ms",
                        "default migration-threshold=3",
                        "default multiple-active=block",
                        "default resource-stickiness=100",
                        "node m1",
                        "primitive vip ocf:heartbeat:IPaddr2 ip=10.0.0.9 op monitor 10000ms",
                        "primitive ipmi stonith:fence_ipmilan ip=10.0.0.101",
                        "location location-vip-m1 vip m1 50");
    }

    @Test
    void aLineThatIsRefusedIsNamedAndTheOthersCount() {
        List<String> complaints = new ArrayList<>();
        Configuration initial = PcsCommands.initial(
                PacemakerLab.with(
                        PacemakerSettings.defaults(),
                        "resources=vip ocf:heartbeat:IPaddr2;vip ocf:heartbeat:IPaddr2;svc systemd:kubelet",
                        "stonith=level add one m1 ipmi;level add 1",
                        "constraints=location vip likes m1;location vip avoids m1"),
                List.of(Node.of("1", "m1")),
                (setting, index, refused) -> complaints.add(setting + "[" + index + "] " + refused.getMessage()));
        assertThat(complaints)
                .containsExactly(
                        "resources[1] pcs resource create: 'vip' exists already",
                        "stonith[0] 'one' is not a whole number",
                        "stonith[1] stonith 'level add 1': write 'level add NUMBER NODE DEVICE[,DEVICE...]'",
                        "constraints[0] constraint 'location vip likes m1': write"
                                + " 'location R prefers|avoids NODE[=SCORE]', 'colocation add R with R [SCORE]',"
                                + " 'order [ACTION] R then [ACTION] R [kind=KIND]' or 'remove ID'");
        assertThat(initial.resources()).hasSize(2);
    }

    @Test
    void aChangeThatAnotherHasOvertakenIsNone() {
        Cib empty = Cib.of(Configuration.of(ClusterOptions.defaults(), List.of(), List.of(), List.of()));
        CibChange create = new CibChange.ConfigurationEdited(PcsCommands.words("resource create a systemd:a"));
        CibChange delete = new CibChange.ConfigurationEdited(PcsCommands.words("resource delete a"));
        assertThat(create.apply(create.apply(empty))).isEqualTo(create.apply(empty));
        assertThat(delete.apply(delete.apply(create.apply(empty)))).isEqualTo(empty);
    }

    private static String run(String script) {
        Configuration configuration = Configuration.of(
                ClusterOptions.defaults(),
                List.of(Node.of("1", "m1"), Node.of("2", "m2"), Node.of("3", "m3")),
                List.of(),
                List.of());
        StringBuilder answer = new StringBuilder();
        for (String line : script.lines().toList()) {
            try {
                configuration = PcsCommands.edit(configuration, PcsCommands.words(line));
            } catch (IllegalArgumentException refused) {
                answer.append(line).append(": ").append(refused.getMessage()).append('\n');
            }
        }
        return answer + text(configuration);
    }

    private static String text(Configuration configuration) {
        StringBuilder text = new StringBuilder();
        for (RecordComponent option : ClusterOptions.class.getRecordComponents()) {
            Object value = value(option, configuration.options());
            if (!value.equals(value(option, ClusterOptions.defaults()))) {
                text.append("option ")
                        .append(kebab(option.getName()))
                        .append(' ')
                        .append(value);
                text.append('\n');
            }
        }
        configuration
                .resourceDefaults()
                .forEach((name, value) -> text.append("default ")
                        .append(name)
                        .append('=')
                        .append(value)
                        .append('\n'));
        configuration
                .nodes()
                .forEach(node -> text.append("node ")
                        .append(node.uname())
                        .append(pairs(node.attributes()))
                        .append('\n'));
        configuration
                .resources()
                .forEach(resource -> text.append(text(resource)).append('\n'));
        configuration
                .constraints()
                .forEach(constraint -> text.append(text(constraint)).append('\n'));
        return text.toString();
    }

    private static Object value(RecordComponent component, ClusterOptions options) {
        try {
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String pairs(Map<String, String> pairs) {
        StringBuilder text = new StringBuilder();
        pairs.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    private static String text(Resource resource) {
        String meta = resource.meta().isEmpty() ? "" : " meta" + pairs(resource.meta());
        if (resource instanceof Group group) {
            return "group " + group.id() + " "
                    + group.members().stream().map(PcsCommandsTest::text).toList() + meta;
        }
        if (resource instanceof Clone clone) {
            return "clone " + clone.id() + " [" + text(clone.child()) + "]" + meta;
        }
        Primitive primitive = (Primitive) resource;
        StringBuilder operations = new StringBuilder();
        for (Operation operation : primitive.operations()) {
            operations
                    .append(" op ")
                    .append(operation.name())
                    .append(' ')
                    .append(operation.intervalMillis())
                    .append("ms")
                    .append(pairs(operation.options()));
        }
        return "primitive " + primitive.id() + " " + primitive.agent().spell() + pairs(primitive.parameters())
                + operations + meta;
    }

    private static String text(Constraint constraint) {
        if (constraint instanceof Constraint.Location location) {
            return "location " + location.id() + " " + location.resource() + " " + location.node() + " "
                    + Values.spell(location.score());
        }
        if (constraint instanceof Constraint.Colocation colocation) {
            return "colocation " + colocation.id() + " " + colocation.resource() + " with " + colocation.with() + " "
                    + Values.spell(colocation.score());
        }
        Constraint.Order order = (Constraint.Order) constraint;
        return "order " + order.id() + " " + order.firstAction() + " " + order.first() + " then " + order.thenAction()
                + " " + order.then() + " " + order.kind() + (order.symmetrical() ? "" : " one-way");
    }
}
