package dev.quorate.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which settings a {@link Variant} parameter of a property may change, and to what. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface Vary {

    /** Each a path and its values: {@code "cluster.corosync.totem.token = 1s | 3s | 10s"}. */
    String[] value();
}
