package dev.quorate.model.pacemaker.cib;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digests of an operation's parameters, by which the scheduler knows that a resource's definition changed.
 *
 * <p>MD5 of {@code <parameters .../>} with its attributes sorted (lib/common/digest.c, calculate_xml_digest_v1); a
 * recurring operation's timeout counts too (pcmk__filter_op_for_digest).
 */
public final class Digests {

    private Digests() {}

    /** The {@code op-digest} that an operation of this primitive leaves now. */
    public static String of(Primitive primitive, long intervalMillis, long timeoutMillis) {
        SortedMap<String, String> parameters = new TreeMap<>(primitive.parameters());
        if (intervalMillis > 0) {
            parameters.put("CRM_meta_timeout", Long.toString(timeoutMillis));
        }
        return of(parameters);
    }

    static String of(SortedMap<String, String> parameters) {
        StringBuilder xml = new StringBuilder(" <parameters");
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            xml.append(' ').append(parameter.getKey()).append("=\"");
            xml.append(escape(parameter.getValue())).append('"');
        }
        xml.append("/>\n");
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(xml.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(md5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
