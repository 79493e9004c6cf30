package dev.quorate.testkit;

import java.nio.file.Path;

/** A rule or a bound that a run does not meet; knows the run, so that its scenario can be saved. */
public final class RunFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final transient Run run;
    private final String rule;
    private final String what;

    private RunFailure(Run run, String rule, String what, String message) {
        super(message);
        this.run = run;
        this.rule = rule;
        this.what = what;
    }

    /**
     * A failure whose scenario is not saved yet.
     *
     * @param rule the rule to hold, or {@code ""} for a bound
     * @param what what was expected and what was found
     */
    static RunFailure of(Run run, String rule, String what) {
        return new RunFailure(run, rule, what, what + "\n" + run);
    }

    public Run run() {
        return run;
    }

    public String rule() {
        return rule;
    }

    /** The same with its scenario saved, lanes drawn, and the command that shows it again. */
    RunFailure saved(Path file) {
        run.save(file, rule.isEmpty() ? "single-acting-leader" : rule);
        String message = what + "\n" + run + "\n\n" + run.picture() + "\nsaved:  " + file + "\nagain:  "
                + run.replay(file) + "\n";
        RunFailure saved = new RunFailure(run, rule, what, message);
        saved.setStackTrace(getStackTrace());
        return saved;
    }
}
