package dev.quorate.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns records into lines of JSON, byte for byte the same on every JDK, locale and machine.
 *
 * <p>Numbers are integers, strings are UTF-8, fields stand in record order; nothing is left to a library's taste, as
 * traces are compared by their bytes.
 */
final class LineEncoder {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private static final byte[] SEQ = ascii("{\"seq\":");
    private static final byte[] TIME = ascii(",\"t\":");
    private static final byte[] HOST = ascii(",\"host\":");
    private static final byte[] COMPONENT = ascii(",\"component\":");
    private static final byte[] CAUSES = ascii("},\"causes\":");
    private static final byte[] BECAUSE = ascii(",\"because\":");
    private static final byte[] END = ascii("}\n");

    /** What stands around the values of each kind of event. */
    private static final ClassValue<byte[][]> LABELS = new ClassValue<>() {
        @Override
        protected byte[][] computeValue(Class<?> type) {
            EventKinds.Kind kind = EventKinds.of(type);
            byte[][] labels = new byte[kind.fields().size() + 1][];
            labels[0] = ascii(",\"kind\":\"" + kind.name() + "\",\"fields\":{");
            for (int i = 0; i < kind.fields().size(); i++) {
                String label = "\"" + kind.fields().get(i).name() + "\":";
                labels[i + 1] = ascii(i == 0 ? label : "," + label);
            }
            return labels;
        }
    };

    /** Hosts, components, states: the same few strings come again and again. */
    private final EncodedStrings known = new EncodedStrings();

    private byte[] buffer = new byte[1024];
    private int size;

    /** The bytes of the last line; valid up to {@link #size} until the next call. */
    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    LineEncoder header(TraceHeader header) {
        size = 0;
        raw("{\"schema\":");
        string(TraceHeader.SCHEMA);
        raw(",\"title\":");
        string(header.title());
        raw(",\"seed\":");
        number(header.seed());
        raw("}\n");
        return this;
    }

    LineEncoder record(TraceRecord record) {
        size = 0;
        raw(SEQ);
        number(record.id().seq());
        raw(TIME);
        number(record.at().micros());
        raw(HOST);
        string(record.host());
        raw(COMPONENT);
        string(record.component());
        TraceEvent event = record.event();
        byte[][] labels = LABELS.get(event.getClass());
        raw(labels[0]);
        List<EventKinds.Field> fields = EventKinds.of(event).fields();
        for (int i = 0; i < fields.size(); i++) {
            raw(labels[i + 1]);
            value(fields.get(i).of(event));
        }
        raw(CAUSES);
        ids(record.causes());
        raw(BECAUSE);
        strings(record.because());
        raw(END);
        return this;
    }

    LineEncoder messages(String schema) {
        size = 0;
        raw("{\"schema\":");
        string(schema);
        raw("}\n");
        return this;
    }

    LineEncoder message(MessageRecord message) {
        size = 0;
        raw("{\"sent\":");
        number(message.sentAt().micros());
        raw(",\"ended\":");
        number(message.endedAt().micros());
        raw(",\"fromHost\":");
        string(message.fromHost());
        raw(",\"from\":");
        string(message.fromComponent());
        raw(",\"toHost\":");
        string(message.toHost());
        raw(",\"to\":");
        string(message.toComponent());
        raw(",\"network\":");
        string(message.network());
        raw(",\"port\":");
        number(message.port());
        raw(",\"what\":");
        string(message.what());
        raw(",\"lost\":");
        string(message.lost());
        raw(",\"causes\":");
        ids(message.causes());
        raw("}\n");
        return this;
    }

    private void ids(List<EventId> ids) {
        raw("[");
        for (int i = 0; i < ids.size(); i++) {
            if (i > 0) {
                raw(",");
            }
            number(ids.get(i).seq());
        }
        raw("]");
    }

    private void value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number.longValue());
        } else if (value instanceof Boolean bool) {
            raw(bool ? "true" : "false");
        } else if (value instanceof List<?> list) {
            strings(list);
        } else {
            throw new IllegalStateException("an event may hold String, long, int, boolean or List<String>, not a "
                    + value.getClass().getName());
        }
    }

    private void strings(List<?> list) {
        raw("[");
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                raw(",");
            }
            string((String) list.get(i));
        }
        raw("]");
    }

    private void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(Long.toString(value));
            return;
        }
        long rest = Math.abs(value);
        int digits = value < 0 ? 2 : 1;
        for (long ten = rest; ten >= 10; ten /= 10) {
            digits++;
        }
        room(digits);
        int at = size + digits;
        do {
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (value < 0) {
            buffer[--at] = '-';
        }
        size += digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /** ASCII that needs no escape. */
    private void raw(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
    }

    private void string(String text) {
        byte[] bytes = known.find(text);
        if (bytes != null) {
            raw(bytes);
            return;
        }
        int begin = size;
        encode(text);
        known.keep(text, buffer, begin, size);
    }

    private void encode(String text) {
        room(text.length() * 6 + 2);
        buffer[size++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                buffer[size++] = '\\';
                buffer[size++] = (byte) c;
            } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
                escape(c);
            } else if (c < 0x80) {
                buffer[size++] = (byte) c;
            } else if (c < 0x800) {
                buffer[size++] = (byte) (0xc0 | (c >> 6));
                buffer[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                buffer[size++] = (byte) (0xf0 | (point >> 18));
                buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                buffer[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                buffer[size++] = (byte) (0x80 | (point & 0x3f));
            } else if (Character.isSurrogate(c)) {
                escape(c);
            } else {
                buffer[size++] = (byte) (0xe0 | (c >> 12));
                buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                buffer[size++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        buffer[size++] = '"';
    }

    private void escape(char c) {
        buffer[size++] = '\\';
        buffer[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[size++] = HEX[(c >> shift) & 0xf];
        }
    }

    private void room(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
