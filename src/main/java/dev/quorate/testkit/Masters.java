package dev.quorate.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How large a cluster a {@link SimulatedCluster} parameter of a property is; it shrinks towards fewer masters. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface Masters {

    /** The fewest masters. */
    int min() default 3;

    /** The most masters. */
    int max() default 5;

    /** Whether there are workers and a client too. */
    boolean workers() default false;
}
