package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Cib;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Pacemaker CIB as {@code cibadmin --query} or {@code pcs cluster cib} writes it.
 *
 * @param cib what was read; empty when there are problems
 * @param problems what is wrong with the file, all of it
 * @param unsupported what the file holds beyond what is modelled; it was left out
 */
public record CibXml(Optional<Cib> cib, List<ImportProblem> problems, List<ImportProblem> unsupported) {

    /** A larger file is not read: a CIB of a hundred nodes has some megabytes. */
    public static final long SIZE_BOUND_BYTES = 64L * 1024 * 1024;

    public CibXml {
        problems = List.copyOf(problems);
        unsupported = List.copyOf(unsupported);
    }

    /** Read a file. */
    public static CibXml read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return failed(file.toString(), "is a folder, not a CIB");
            }
            if (Files.size(file) > SIZE_BOUND_BYTES) {
                return failed(file.toString(), "is larger than " + SIZE_BOUND_BYTES + " bytes");
            }
            try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
                return read(file.toString(), input);
            }
        } catch (IOException e) {
            return failed(file.toString(), "cannot be read: " + e);
        }
    }

    /** Read a stream; {@code name} stands for it in problems. */
    public static CibXml read(String name, InputStream input) {
        List<ImportProblem> problems = new ArrayList<>();
        List<ImportProblem> unsupported = new ArrayList<>();
        Optional<Cib> cib = SafeXml.read(name, input, problems)
                .flatMap(root -> new CibReader(name, problems, unsupported).read(root));
        return new CibXml(problems.isEmpty() ? cib : Optional.empty(), problems, unsupported);
    }

    private static CibXml failed(String file, String text) {
        return new CibXml(Optional.empty(), List.of(new ImportProblem(file, 0, text)), List.of());
    }
}
