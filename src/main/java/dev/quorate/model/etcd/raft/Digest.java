package dev.quorate.model.etcd.raft;

/** FNV-1a over a text, in eight hexadecimal digits: short, and the same on every JDK. */
public final class Digest {

    private Digest() {}

    public static String of(String text) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        String hex = Integer.toHexString(hash);
        return "00000000".substring(hex.length()) + hex;
    }

    /** 64 bits of the same, never 0: for ids. */
    public static long longOf(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
