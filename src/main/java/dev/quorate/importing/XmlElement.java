package dev.quorate.importing;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** An element of an XML file with its line; text between elements is not kept. */
record XmlElement(String name, int line, SortedMap<String, String> attributes, List<XmlElement> children) {

    /** An attribute, or an empty text. */
    String value(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).toList();
    }

    Optional<XmlElement> child(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }
}
