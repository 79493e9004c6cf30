package dev.quorate.model;

/**
 * The name of a timer within its machine; setting the same one again replaces it.
 *
 * @param name what it is for: {@code election}, {@code request}
 * @param number tells timers of one name apart, a request's number say; 0 when there is one only
 */
public record Timer(String name, long number) {

    public static Timer of(String name) {
        return new Timer(name, 0);
    }

    public static Timer of(String name, long number) {
        return new Timer(name, number);
    }
}
