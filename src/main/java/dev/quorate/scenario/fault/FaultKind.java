package dev.quorate.scenario.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and documentation of a fault, on its record; {@code quorate list faults} is made from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FaultKind {

    /** Its keyword in a timeline; an operator's is the value of {@code operator}. */
    String keyword();

    /** What it does, in a line. */
    String doc();

    /** An item of a timeline that uses it. */
    String example();
}
