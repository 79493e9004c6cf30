package dev.quorate.scenario.parse;

import java.util.List;

/** A scenario is not valid; carries every problem, in the order of the files. */
@SuppressWarnings("serial") // never serialized
public final class ScenarioException extends Exception {

    private final List<ScenarioProblem> problems;

    public ScenarioException(List<ScenarioProblem> problems) {
        super(render(problems));
        this.problems = problems.stream().sorted().distinct().toList();
    }

    public List<ScenarioProblem> problems() {
        return problems;
    }

    /** Every problem in words, and their number. */
    public static String render(List<ScenarioProblem> problems) {
        List<ScenarioProblem> sorted = problems.stream().sorted().distinct().toList();
        StringBuilder text = new StringBuilder();
        for (ScenarioProblem problem : sorted) {
            text.append(problem.render()).append('\n');
        }
        return text.append(sorted.size())
                .append(sorted.size() == 1 ? " problem" : " problems")
                .append("; nothing was run. See: quorate list faults, quorate list settings")
                .toString();
    }
}
