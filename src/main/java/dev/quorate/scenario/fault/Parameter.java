package dev.quorate.scenario.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component of a fault's record, as a scenario file gives it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {

    /** Its key; empty for the value of the fault's own keyword, and for the component's name in kebab case elsewhere. */
    String name() default "";

    /** Whether it is the value of the fault's keyword. */
    boolean main() default false;

    /** Its value when it is left out, as a scenario file spells it; it must be given when this is {@link #NONE}. */
    String value() default NONE;

    /** What it means, in a line. */
    String doc();

    /** The mark of a parameter without a default. */
    String NONE = "\0";
}
