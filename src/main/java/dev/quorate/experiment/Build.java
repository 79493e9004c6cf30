package dev.quorate.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Which Quorate this is: its version, and a hash of its classes, as two builds of one version may differ. */
public final class Build {

    private static final int DIGITS = 12;

    /** Read once: the classes are many. */
    private static final class Known {
        private static final String HASH = hash();
    }

    private Build() {}

    /** {@code 0.1.0-SNAPSHOT+1a2b3c4d5e6f}. */
    public static String text() {
        String version = Build.class.getPackage().getImplementationVersion();
        return (version == null ? "development" : version) + "+" + Known.HASH;
    }

    private static String hash() {
        try {
            CodeSource source = Build.class.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            return Files.isDirectory(place) ? ofFolder(place) : ofJar(place);
        } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot read Quorate's own classes", e);
        }
    }

    private static String ofJar(Path place) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (JarFile jar = new JarFile(place.toFile())) {
            TreeMap<String, JarEntry> classes = new TreeMap<>();
            jar.stream().filter(e -> isOurs(e.getName())).forEach(e -> classes.put(e.getName(), e));
            for (JarEntry each : classes.values()) {
                try (InputStream in = jar.getInputStream(each)) {
                    add(digest, each.getName(), in.readAllBytes());
                }
            }
        }
        return digits(digest);
    }

    private static String ofFolder(Path place) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place.resolve("dev/quorate"))) {
            files.map(f -> place.relativize(f).toString().replace('\\', '/'))
                    .filter(Build::isOurs)
                    .sorted()
                    .forEach(names::add);
        }
        for (String name : names) {
            add(digest, name, Files.readAllBytes(place.resolve(name)));
        }
        return digits(digest);
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dev/quorate/") && name.endsWith(".class");
    }

    private static void add(MessageDigest digest, String name, byte[] content) {
        digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        digest.update(content);
    }

    private static String digits(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
