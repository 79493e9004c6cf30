package dev.quorate.importing;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML of unknown origin: no document type, hence no entity of its own and none from outside; bounded in size and
 * depth.
 */
final class SafeXml {

    static final int ELEMENT_BOUND = 200_000;
    static final int DEPTH_BOUND = 64;
    static final int VALUE_BOUND = 65_536;

    /** Attributes in which people write what they like, several lines too. */
    private static final List<String> FREE_TEXT = List.of("value", "description", "exit-reason");

    private final String file;
    private final List<ImportProblem> problems;
    private int elementCount;

    private SafeXml(String file, List<ImportProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The root element, or nothing and a problem. */
    static Optional<XmlElement> read(String file, InputStream input, List<ImportProblem> problems) {
        return new SafeXml(file, problems).read(input);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    private Optional<XmlElement> read(InputStream input) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(input);
            try {
                while (reader.hasNext()) {
                    int event = reader.next();
                    if (event == XMLStreamConstants.DTD) {
                        problem(reader.getLocation().getLineNumber(), "a document type (DTD) is not allowed here");
                        return Optional.empty();
                    }
                    if (event == XMLStreamConstants.START_ELEMENT) {
                        XmlElement root = element(reader, 1);
                        finish(reader);
                        return Optional.of(root);
                    }
                }
            } finally {
                reader.close();
            }
            problem(0, "is empty");
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            problem(line, "is not well-formed XML: " + firstLine(e));
        } catch (BoundExceededException e) {
            problem(e.line, e.text);
        }
        return Optional.empty();
    }

    /** What follows the root must be well-formed too. */
    private static void finish(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        int line = reader.getLocation().getLineNumber();
        if (++elementCount > ELEMENT_BOUND) {
            throw new BoundExceededException(line, "has more than " + ELEMENT_BOUND + " elements");
        }
        if (depth > DEPTH_BOUND) {
            throw new BoundExceededException(line, "nests deeper than " + DEPTH_BOUND + " elements");
        }
        String name = reader.getLocalName();
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String value = reader.getAttributeValue(i);
            if (value.length() > VALUE_BOUND) {
                throw new BoundExceededException(
                        line,
                        "attribute '" + reader.getAttributeLocalName(i) + "' is longer than " + VALUE_BOUND
                                + " characters");
            }
            String attribute = reader.getAttributeLocalName(i);
            if (!FREE_TEXT.contains(attribute) && value.chars().anyMatch(SafeXml::isUnprintable)) {
                problem(line, "attribute '" + attribute + "' of <" + name + "> holds a control character");
            }
            attributes.put(attribute, value);
        }
        List<XmlElement> children = new ArrayList<>();
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                problem(reader.getLocation().getLineNumber(), "an entity is not allowed here");
            }
            event = reader.next();
        }
        return new XmlElement(name, line, attributes, List.copyOf(children));
    }

    /** What would move a terminal's cursor, change its colours or turn a line around. */
    static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private void problem(int line, String text) {
        problems.add(new ImportProblem(file, line, text));
    }

    private static String firstLine(XMLStreamException e) {
        String message = e.getMessage() == null ? "no reason given" : e.getMessage();
        int at = message.indexOf("Message: ");
        String text = at < 0 ? message : message.substring(at + "Message: ".length());
        return text.lines().findFirst().orElse(text);
    }

    /** The file is larger than any that is meant. */
    private static final class BoundExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String text;

        BoundExceededException(int line, String text) {
            super(text);
            this.line = line;
            this.text = text;
        }
    }
}
