package dev.quorate.time;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One deterministic stream of random draws.
 *
 * <p>L64X128MixRandom gives the same sequence on JDK 17 and 25. Transforms are our own, on {@link StrictMath}:
 * {@code nextGaussian} and {@code nextExponential} may differ by a last bit between JDKs.
 */
public final class RandomStream {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator generator;

    RandomStream(long seed) {
        this.generator = FACTORY.create(seed);
    }

    /** A stream of its own, apart from any run: for tests and samplers. */
    public static RandomStream of(long seed) {
        return new RandomStream(seed);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (generator.nextLong() >>> 11) * 0x1.0p-53;
    }

    public long nextLong() {
        return generator.nextLong();
    }

    /** Uniform in [0, bound); bound at least 1. */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** Uniform in [0, bound); bound at least 1. */
    public long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, was " + bound);
        }
        return (long) (nextDouble() * bound);
    }

    /** True with the given probability, 0 to 1. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Uniform in [from, to), to the microsecond. */
    public Duration uniform(Duration from, Duration to) {
        long low = SimTime.micros(from);
        long high = SimTime.micros(to);
        return SimTime.span(high <= low ? low : low + nextLong(high - low));
    }

    /** Exponential with that mean, by inversion. */
    public double exponential(double mean) {
        return -mean * StrictMath.log(1.0 - nextDouble());
    }

    /** Standard normal by the Box-Muller transform; two uniform draws each. */
    public double gaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
        return radius * StrictMath.cos(2.0 * StrictMath.PI * nextDouble());
    }

    /** Log-normal with that median and shape; shape 0 is the median itself. */
    public Duration logNormal(Duration median, double shape) {
        double factor = StrictMath.exp(shape * gaussian());
        return SimTime.span((long) (SimTime.micros(median) * factor + 0.5));
    }

    /** One of a non-empty list, each as likely. */
    public <T> T pick(List<T> from) {
        return from.get(nextInt(from.size()));
    }

    /** Shuffle in place (Fisher-Yates). */
    public <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            T swap = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swap);
        }
    }
}
