package dev.quorate.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a {@link FaultPlan} parameter of a property is drawn from: {@code @ForAll @Faults(max = 6, not = "operator")}.
 *
 * <p>Names are kinds of faults as {@code quorate list faults} spells them, the groups {@code hosts}, {@code processes},
 * {@code network}, {@code devices} and {@code operator}, and {@code claimed}: what the design claims to stand.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.TYPE})
public @interface Faults {

    /** The most faults of a plan, 1 to 50. */
    int max() default 6;

    /** The span from time zero in which faults begin: {@code 90s}, {@code 3m}. */
    String within() default "60s";

    /** These kinds and groups alone; all when empty. */
    String[] only() default {};

    /** None of these kinds and groups. */
    String[] not() default {};

    /** How many masters the cluster has that the plan is for; they are k8s-master01 and up. */
    int masters() default 3;
}
