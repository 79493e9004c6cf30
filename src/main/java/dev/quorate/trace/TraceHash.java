package dev.quorate.trace;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a trace as {@link TraceWriter} would write it: two runs are the same when their hashes are.
 *
 * <p>Fed online; a campaign keeps the hash and forgets the trace.
 */
public final class TraceHash implements TraceSink {

    private final MessageDigest digest;
    private final LineEncoder encoder = new LineEncoder();
    private long count;

    public TraceHash(TraceHeader header) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        encoder.header(header);
        digest.update(encoder.buffer(), 0, encoder.size());
    }

    @Override
    public void accept(TraceRecord record) {
        encoder.record(record);
        digest.update(encoder.buffer(), 0, encoder.size());
        count++;
    }

    /** How many records were hashed. */
    public long count() {
        return count;
    }

    /** The hash so far, in hexadecimal; more records may follow. */
    public String hex() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK's SHA-256 can be cloned", e);
        }
    }
}
