package dev.quorate.importing;

import dev.quorate.model.Settings;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Writes a CIB as XML that crm_simulate takes. */
final class CibText {

    private static final String UUID = "7d3f0000-0000-4000-8000-000000000000";

    private final StringBuilder xml = new StringBuilder();
    private int ids;

    private CibText() {}

    static String of(Cib cib) {
        CibText text = new CibText();
        text.write(cib);
        return text.xml.toString();
    }

    private void line(String text, Object... arguments) {
        xml.append(arguments.length == 0 ? text : String.format(Locale.ROOT, text, arguments))
                .append('\n');
    }

    private void write(Cib cib) {
        line(
                "<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.7\" epoch=\"10\" num_updates=\"1\""
                        + " admin_epoch=\"0\" have-quorum=\"%d\" no-quorum-panic=\"%d\"%s>",
                cib.haveQuorum() ? 1 : 0,
                cib.noQuorumPanic() ? 1 : 0,
                cib.dc().map(dc -> " dc-uuid=\"" + dc + "\"").orElse(""));
        line("<configuration>");
        line("<crm_config><cluster_property_set id=\"options\">");
        write(cib.configuration().options());
        line("</cluster_property_set></crm_config>");
        line("<nodes>");
        for (Node node : cib.configuration().nodes()) {
            line("<node id=\"%s\" uname=\"%s\">", node.id(), node.uname());
            pairs("instance_attributes", node.attributes());
            line("</node>");
        }
        line("</nodes>");
        line("<resources>");
        cib.configuration().resources().forEach(this::write);
        line("</resources>");
        line("<constraints>");
        cib.configuration().constraints().forEach(this::write);
        line("</constraints>");
        if (!cib.configuration().resourceDefaults().isEmpty()) {
            line("<rsc_defaults>");
            pairs("meta_attributes", cib.configuration().resourceDefaults());
            line("</rsc_defaults>");
        }
        line("</configuration>");
        line("<status>");
        cib.status().values().forEach(this::write);
        line("</status>");
        line("</cib>");
    }

    private void write(ClusterOptions options) {
        for (RecordComponent component : ClusterOptions.class.getRecordComponents()) {
            String name = Settings.nameOf(component);
            try {
                Object value = component.getAccessor().invoke(options);
                String text = value instanceof Duration duration
                        ? duration.toSeconds() + "s"
                        : value instanceof Enum<?> constant ? Settings.kebab(constant.name()) : value.toString();
                line("<nvpair id=\"o-%s\" name=\"%s\" value=\"%s\"/>", name, name, text);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void pairs(String set, Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        line("<%s id=\"set%d\">", set, ids++);
        pairs.forEach((name, value) -> line("<nvpair id=\"nv%d\" name=\"%s\" value=\"%s\"/>", ids++, name, value));
        line("</%s>", set);
    }

    private void write(Resource resource) {
        if (resource instanceof Primitive primitive) {
            write(primitive);
        } else if (resource instanceof Group group) {
            line("<group id=\"%s\">", group.id());
            pairs("meta_attributes", group.meta());
            group.members().forEach(this::write);
            line("</group>");
        } else if (resource instanceof Clone clone) {
            line("<clone id=\"%s\">", clone.id());
            pairs("meta_attributes", clone.meta());
            write(clone.child());
            line("</clone>");
        }
    }

    private static String agent(Agent agent) {
        return "class=\"" + agent.standard() + "\""
                + (agent.provider().isEmpty() ? "" : " provider=\"" + agent.provider() + "\"")
                + " type=\"" + agent.type() + "\"";
    }

    private void write(Primitive primitive) {
        line("<primitive id=\"%s\" %s>", primitive.id(), agent(primitive.agent()));
        pairs("instance_attributes", primitive.parameters());
        pairs("meta_attributes", primitive.meta());
        if (!primitive.operations().isEmpty()) {
            line("<operations>");
            for (Operation operation : primitive.operations()) {
                StringBuilder options = new StringBuilder();
                operation
                        .options()
                        .forEach((name, value) -> options.append(' ')
                                .append(name)
                                .append("=\"")
                                .append(value)
                                .append('"'));
                line(
                        "<op id=\"op%d\" name=\"%s\" interval=\"%dms\"%s/>",
                        ids++, operation.name(), operation.intervalMillis(), options);
            }
            line("</operations>");
        }
        line("</primitive>");
    }

    private void write(Constraint constraint) {
        if (constraint instanceof Constraint.Location location) {
            line(
                    "<rsc_location id=\"%s\" rsc=\"%s\" node=\"%s\" score=\"%s\" resource-discovery=\"%s\"/>",
                    location.id(),
                    location.resource(),
                    location.node(),
                    Values.spell(location.score()),
                    location.discovery().name().toLowerCase(Locale.ROOT));
        } else if (constraint instanceof Constraint.Colocation colocation) {
            line(
                    "<rsc_colocation id=\"%s\" rsc=\"%s\" with-rsc=\"%s\" score=\"%s\"/>",
                    colocation.id(), colocation.resource(), colocation.with(), Values.spell(colocation.score()));
        } else if (constraint instanceof Constraint.Order order) {
            String kind = order.kind().name();
            line(
                    "<rsc_order id=\"%s\" first=\"%s\" first-action=\"%s\" then=\"%s\" then-action=\"%s\" kind=\"%s\""
                            + " symmetrical=\"%s\"/>",
                    order.id(),
                    order.first(),
                    order.firstAction(),
                    order.then(),
                    order.thenAction(),
                    kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT),
                    order.symmetrical());
        }
    }

    private void write(NodeState state) {
        line(
                "<node_state id=\"%s\" uname=\"%s\" in_ccm=\"%s\" crmd=\"%s\" join=\"%s\" expected=\"%s\">",
                state.id(),
                state.uname(),
                state.inCcm(),
                state.online() ? "online" : "offline",
                state.join(),
                state.expected());
        if (!state.attributes().isEmpty()) {
            line("<transient_attributes id=\"%s\">", state.id());
            pairs("instance_attributes", state.attributes());
            line("</transient_attributes>");
        }
        line("<lrm id=\"%s\"><lrm_resources>", state.id());
        for (LrmResource resource : state.resources()) {
            line("<lrm_resource id=\"%s\" %s>", resource.id(), agent(resource.agent()));
            for (LrmOperation operation : resource.operations()) {
                write(state, resource, operation);
            }
            line("</lrm_resource>");
        }
        line("</lrm_resources></lrm></node_state>");
    }

    private void write(NodeState state, LrmResource resource, LrmOperation operation) {
        String key = operation.callId() + ":1:" + operation.expectedRc() + ":" + UUID;
        line(
                "<lrm_rsc_op id=\"%s\" operation_key=\"%s_%s_%d\" operation=\"%s\" crm_feature_set=\"3.16.1\""
                        + " transition-key=\"%s\" transition-magic=\"%d:%d;%s\" on_node=\"%s\" call-id=\"%d\""
                        + " rc-code=\"%d\" op-status=\"%d\" interval=\"%d\" last-rc-change=\"%d\" exec-time=\"10\""
                        + " queue-time=\"0\"%s/>",
                operation.historyId(),
                resource.id(),
                operation.task(),
                operation.intervalMillis(),
                operation.task(),
                key,
                operation.opStatus(),
                operation.rc(),
                key,
                state.uname(),
                operation.callId(),
                operation.rc(),
                operation.opStatus(),
                operation.intervalMillis(),
                operation.lastRcChangeSeconds(),
                operation.digest().isEmpty() ? "" : " op-digest=\"" + operation.digest() + "\"");
    }
}
