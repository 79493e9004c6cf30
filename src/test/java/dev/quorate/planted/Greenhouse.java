package dev.quorate.planted;

import dev.quorate.model.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A second world of Quorate's classes, in which every planted bug lies dormant: sources changed, compiled in memory, and
 * loaded with all else of Quorate's by a class loader of their own. What goes in and out is text.
 */
final class Greenhouse {

    private static final Path MODELS = Path.of("src/main/java/dev/quorate/model");

    private final ClassLoader loader;
    private final UnaryOperator<String> keeper;

    private Greenhouse(ClassLoader loader, UnaryOperator<String> keeper) {
        this.loader = loader;
        this.keeper = keeper;
    }

    /** Compile and load; says which line a graft no longer finds. */
    @SuppressWarnings("unchecked")
    static Greenhouse open() {
        Map<String, byte[]> grafted = compile(sources());
        ClassLoader loader = new Loader(grafted, Greenhouse.class.getClassLoader());
        try {
            Class<?> keeper = loader.loadClass(Greenhouse.class.getPackageName() + ".Keeper");
            return new Greenhouse(loader, (UnaryOperator<String>)
                    keeper.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot open the greenhouse", e);
        }
    }

    /** Ask the keeper, in its world: see {@link Keeper#apply}. */
    String ask(String question) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return keeper.apply(question);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        try {
            for (Bug bug : Bugs.all()) {
                for (Bug.Graft graft : bug.grafts()) {
                    String text = sources.get(graft.file());
                    if (text == null) {
                        text = Files.readString(MODELS.resolve(graft.file()));
                    }
                    sources.put(graft.file(), graft(bug, graft, text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /** Lines may be broken anywhere, so that a formatter does no harm. */
    private static String graft(Bug bug, Bug.Graft graft, String text) {
        StringBuilder pattern = new StringBuilder();
        for (String word : graft.from().trim().split("\\s+")) {
            pattern.append(pattern.isEmpty() ? "" : "\\s+").append(java.util.regex.Pattern.quote(word));
        }
        var matcher = java.util.regex.Pattern.compile(pattern.toString()).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("bug " + bug.name() + " cannot be planted: " + graft.file()
                    + " no longer holds '" + graft.from() + "'; mend the graft in Bugs");
        }
        String grafted = text.substring(0, matcher.start()) + graft.to() + text.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalStateException("bug " + bug.name() + " cannot be planted: " + graft.file() + " holds '"
                    + graft.from() + "' more than once");
        }
        return grafted;
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        Memory memory = new Memory(standard);
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((file, text) -> units.add(new Source(file, text)));
        StringWriter messages = new StringWriter();
        // the models stand on the language, on jspecify's annotations and on themselves alone
        String classpath = String.join(
                System.getProperty("path.separator"), home(Machine.class), home(Planted.class), home(Nullable.class));
        boolean compiled = compiler.getTask(
                        messages,
                        memory,
                        null,
                        List.of("-proc:none", "-nowarn", "-parameters", "--release", "17", "-classpath", classpath),
                        null,
                        units)
                .call();
        if (!compiled) {
            throw new IllegalStateException("grafts do not compile:\n" + messages);
        }
        Map<String, byte[]> classes = new TreeMap<>();
        memory.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("memory:///dev/quorate/model/" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(name, bytes);
                    return bytes;
                }
            };
        }
    }

    /** Loads Quorate's own classes anew, the grafted ones from memory; libraries are shared. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> grafted;

        Loader(Map<String, byte[]> grafted, ClassLoader parent) {
            super("greenhouse", parent);
            this.grafted = grafted;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.quorate.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null) {
                    byte[] bytes = grafted.get(name);
                    if (bytes == null) {
                        bytes = read(name);
                    }
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded;
            }
        }

        private byte[] read(String name) throws ClassNotFoundException {
            String resource = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
