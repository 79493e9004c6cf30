package dev.quorate.model.etcd.raft;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Eight hexadecimal digits of a value's content: records by their components, collections by their elements.
 *
 * <p>The same on every JDK: no identity hash enters, enums count by their names. Much cheaper than the digest of a
 * record's text, which every write of a cluster would have to make.
 */
public final class ContentDigest {

    private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

    private static final ClassValue<MethodHandle[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            MethodHandle[] accessors = new MethodHandle[components.length];
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                try {
                    accessors[i] = MethodHandles.lookup().unreflect(accessor).asType(READ);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("cannot read " + components[i], e);
                }
            }
            return accessors;
        }
    };

    private long hash = 0xcbf29ce484222325L;

    private ContentDigest() {}

    /** The digest of a value made of records, collections, maps, optionals, enums, texts and numbers. */
    public static String of(Object content) {
        ContentDigest digest = new ContentDigest();
        digest.add(content);
        int folded = (int) (digest.hash ^ (digest.hash >>> 32));
        String hex = Integer.toHexString(folded);
        return "00000000".substring(hex.length()) + hex;
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            mix(1);
        } else if (value instanceof String text) {
            add(text);
        } else if (value instanceof Long || value instanceof Integer) {
            mix(((Number) value).longValue());
        } else if (value instanceof Boolean bool) {
            mix(bool ? 3 : 2);
        } else if (value instanceof Enum<?> constant) {
            add(constant.name());
        } else if (value instanceof Record each) {
            add(each);
        } else if (value instanceof Collection<?> all) {
            mix(all.size());
            for (Object each : all) {
                add(each);
            }
        } else if (value instanceof Map<?, ?> map) {
            mix(map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                add(each.getKey());
                add(each.getValue());
            }
        } else if (value instanceof Optional<?> optional) {
            add(optional.orElse(null));
        } else {
            add(value.toString());
        }
    }

    private void add(Record value) {
        MethodHandle[] accessors = COMPONENTS.get(value.getClass());
        mix(accessors.length);
        for (MethodHandle accessor : accessors) {
            try {
                add((Object) accessor.invokeExact((Object) value));
            } catch (Throwable e) {
                throw new IllegalStateException("cannot read " + value, e);
            }
        }
    }

    private void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        mix(text.length());
    }

    private void mix(long number) {
        hash = (hash ^ number) * 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
    }
}
