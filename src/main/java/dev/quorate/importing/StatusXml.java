package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code <node_state>}: membership, transient attributes, operation history. */
final class StatusXml {

    private final XmlWords words;
    private final Configuration configuration;

    StatusXml(XmlWords words, Configuration configuration) {
        this.words = words;
        this.configuration = configuration;
    }

    NodeState read(XmlElement element) {
        String uname = words.required(element, "uname");
        if (!uname.isEmpty() && configuration.node(uname).isEmpty()) {
            words.unsupported(element, "state of node '" + uname + "', which is not in the configuration");
        }
        SortedMap<String, String> attributes = new TreeMap<>();
        for (XmlElement list : element.children("transient_attributes")) {
            attributes.putAll(words.nvpairs(list, "instance_attributes"));
        }
        List<LrmResource> resources = new ArrayList<>();
        for (XmlElement lrm : element.children("lrm")) {
            for (XmlElement list : lrm.children("lrm_resources")) {
                for (XmlElement resource : list.children("lrm_resource")) {
                    resources.add(resource(resource));
                }
            }
        }
        return new NodeState(
                words.required(element, "id"),
                uname,
                Values.isTrue(element.value("in_ccm")),
                element.value("crmd").equalsIgnoreCase("online"),
                element.value("join"),
                element.value("expected"),
                attributes,
                resources);
    }

    private LrmResource resource(XmlElement element) {
        List<LrmOperation> operations = new ArrayList<>();
        for (XmlElement operation : element.children("lrm_rsc_op")) {
            operations.add(operation(operation));
        }
        return new LrmResource(
                words.required(element, "id"),
                new Agent(element.value("class"), element.value("provider"), element.value("type")),
                operations);
    }

    private LrmOperation operation(XmlElement element) {
        return new LrmOperation(
                words.required(element, "id"),
                words.required(element, "operation"),
                words.longNumber(element, "interval"),
                words.number(element, "call-id", -1),
                words.number(element, "rc-code", LrmOperation.UNKNOWN),
                expectedRc(element),
                words.number(element, "op-status", LrmOperation.DONE),
                words.longNumber(element, "last-rc-change"),
                element.value("op-digest"));
    }

    /** {@code transition-key} is action:transition:expected-rc:uuid (decode_transition_key); -1 when there is none. */
    private int expectedRc(XmlElement element) {
        String[] parts = element.value("transition-key").split(":", 4);
        if (parts.length < 4) {
            return -1;
        }
        try {
            return Integer.parseInt(parts[2]);
        } catch (NumberFormatException e) {
            words.problem(element, "transition-key '" + element.value("transition-key") + "' names no expected rc");
            return -1;
        }
    }
}
