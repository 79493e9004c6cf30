package dev.quorate.experiment;

import dev.quorate.outcome.RunRow;
import java.io.IOException;
import java.util.List;

/** Who does a study's runs: threads of this process, or workers on other machines. */
public interface Crew extends AutoCloseable {

    /** Takes a finished run. */
    @FunctionalInterface
    interface Sink {
        void accept(RunRow row) throws IOException;
    }

    /**
     * Do these runs; each ends in the sink exactly once, in any order, always on the calling thread.
     *
     * @throws InterruptedException when the calling thread was interrupted; what was finished is in the sink
     * @throws CrewException when the crew cannot go on; the message says why
     */
    void run(Study study, List<RunKey> keys, Sink sink) throws InterruptedException, IOException, CrewException;

    @Override
    void close();

    /** The crew cannot go on; what was finished is safe. */
    final class CrewException extends Exception {
        private static final long serialVersionUID = 1L;

        public CrewException(String message) {
            super(message);
        }
    }

    /** A run broke the simulator. */
    final class RunBroke extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RunBroke(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
