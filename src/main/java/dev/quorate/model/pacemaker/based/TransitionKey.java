package dev.quorate.model.pacemaker.based;

/**
 * Which action of which transition asked for an operation ({@code transition-key}).
 *
 * @param dc the host that computed the transition
 * @param incarnation tells controllers of one host apart
 * @param transition its number
 * @param action the action's number in it; for a recurring operation the one that started it
 */
public record TransitionKey(String dc, long incarnation, int transition, int action) {

    /** Of an operation that no transition asked for. */
    public static final TransitionKey NONE = new TransitionKey("", 0, -1, -1);
}
