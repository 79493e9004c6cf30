package dev.quorate.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a settings record: its default, spelled as a scenario file spells it, and where that comes from.
 *
 * <p>The list of settings, the decoder of scenario files and their documentation are made from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** The default: {@code "1s"}, {@code "3"}, {@code "true"}, {@code "stop"}, {@code "a, b"}; empty for an empty list. */
    String value();

    /** The setting's own name where it is not the component's name in kebab case: {@code two_node}. */
    String name() default "";

    /** What it means, in a line. */
    String meaning();

    /** Where the default and the meaning come from: man page, source file, documentation. */
    String source();
}
