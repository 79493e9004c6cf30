package dev.quorate.trace;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of event, found by walking the sealed hierarchy of {@link TraceEvent}: its fields in record order, how to
 * read them and how to make an event of them.
 */
public final class EventKinds {

    /** One field of a kind of event. */
    public static final class Field {

        private final String name;
        private final Class<?> type;
        private final MethodHandle accessor;

        /** The accessor as compiled code, made when it is first asked for: most kinds never occur in a run. */
        private @Nullable Function<TraceEvent, Object> reader;

        private Field(String name, Class<?> type, MethodHandle accessor) {
            this.name = name;
            this.type = type;
            this.accessor = accessor;
        }

        public String name() {
            return name;
        }

        public Class<?> type() {
            return type;
        }

        /** The field's value in that event. */
        public Object of(TraceEvent event) {
            Function<TraceEvent, Object> known = reader;
            if (known == null) {
                known = compile();
                reader = known;
            }
            return known.apply(event);
        }

        /** A call through a method handle that is no constant is never inlined; a lambda's is. */
        @SuppressWarnings("unchecked")
        private Function<TraceEvent, Object> compile() {
            MethodType read = accessor.type();
            try {
                return (Function<TraceEvent, Object>) LambdaMetafactory.metafactory(
                                MethodHandles.lookup(),
                                "apply",
                                MethodType.methodType(Function.class),
                                MethodType.methodType(Object.class, Object.class),
                                accessor,
                                read.wrap())
                        .getTarget()
                        .invoke();
            } catch (Throwable e) {
                throw new IllegalStateException("cannot read field " + name, e);
            }
        }
    }

    /** One kind of event. */
    public record Kind(String name, Class<? extends TraceEvent> type, List<Field> fields, Constructor<?> constructor) {

        /** An event of this kind from its fields' values in record order. */
        TraceEvent make(Object[] values) {
            try {
                return (TraceEvent) constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make a " + name, e);
            }
        }
    }

    private static final Map<String, Kind> BY_NAME = new TreeMap<>();
    private static final ClassValue<Kind> BY_CLASS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            Kind kind = BY_NAME.get(type.getSimpleName());
            if (kind == null) {
                throw new IllegalArgumentException(type + " is not a kind of event");
            }
            return kind;
        }
    };

    static {
        collect(TraceEvent.class);
    }

    private EventKinds() {}

    /** The kind of that name, or null when there is none. */
    public static @Nullable Kind named(String name) {
        return BY_NAME.get(name);
    }

    /** The kind of that event. */
    public static Kind of(TraceEvent event) {
        return BY_CLASS.get(event.getClass());
    }

    /** The kind that is that class of event. */
    static Kind of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** Every kind, by name. */
    public static List<Kind> all() {
        return List.copyOf(BY_NAME.values());
    }

    private static void collect(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            Kind known = BY_NAME.put(type.getSimpleName(), kind(type.asSubclass(TraceEvent.class)));
            if (known != null) {
                throw new IllegalStateException("two kinds of event are named " + type.getSimpleName());
            }
            return;
        }
        for (Class<?> each : permitted) {
            collect(each);
        }
    }

    private static Kind kind(Class<? extends TraceEvent> type) {
        List<Field> fields = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        try {
            for (RecordComponent component : type.getRecordComponents()) {
                fields.add(new Field(
                        component.getName(),
                        component.getType(),
                        MethodHandles.lookup().unreflect(component.getAccessor())));
                types.add(component.getType());
            }
            return new Kind(
                    type.getSimpleName(),
                    type,
                    List.copyOf(fields),
                    type.getConstructor(types.toArray(new Class<?>[0])));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot look into " + type, e);
        }
    }
}
