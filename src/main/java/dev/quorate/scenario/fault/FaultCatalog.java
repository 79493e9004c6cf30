package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every kind of fault there is, read from the records themselves. */
public final class FaultCatalog {

    /**
     * One kind of fault.
     *
     * @param keyword its name; an operator's act is written {@code operator = <keyword>}
     * @param operator whether a person does it
     * @param doc what it does
     * @param example an item of a timeline
     * @param type its record
     * @param parameters what it takes, in the order of the record's components
     */
    public record Kind(
            String keyword,
            boolean operator,
            String doc,
            String example,
            Class<? extends Fault> type,
            List<KindParameter> parameters) {

        /** The parameter that is the value of the keyword; an operator's act has none. */
        public Optional<KindParameter> main() {
            return parameters.stream().filter(KindParameter::main).findFirst();
        }

        /** The group that it is listed under: {@code hosts}, {@code processes}, ... */
        public String group() {
            if (HostFault.class.isAssignableFrom(type)) {
                return "hosts";
            }
            if (ProcessFault.class.isAssignableFrom(type)) {
                return "processes";
            }
            if (NetworkFault.class.isAssignableFrom(type)) {
                return "network";
            }
            return DeviceFault.class.isAssignableFrom(type) ? "safety devices" : "operator";
        }

        /** The fault with these component values. */
        public Fault create(Object[] values) {
            return (Fault) Settings.create(type.asSubclass(Record.class), values);
        }
    }

    /**
     * What a kind of fault takes.
     *
     * @param key its key in a timeline's item; the keyword itself for the main one
     * @param main whether it is the keyword's value
     * @param defaultText its default as a scenario file spells it; empty when it must be given
     * @param doc what it means
     * @param component the record's component
     */
    public record KindParameter(
            String key, boolean main, Optional<String> defaultText, String doc, RecordComponent component) {

        public Type type() {
            return component.getGenericType();
        }

        /** Its value in a fault. */
        public Object valueIn(Fault fault) {
            try {
                component.getAccessor().setAccessible(true);
                return component.getAccessor().invoke(fault);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }

    private static final Map<Class<?>, Kind> BY_TYPE = new LinkedHashMap<>();

    static {
        collect(Fault.class);
    }

    private FaultCatalog() {}

    /** Every kind, in the order of documentation. */
    public static List<Kind> kinds() {
        return List.copyOf(BY_TYPE.values());
    }

    /** The kind of a fault's record. */
    public static Kind of(Class<? extends Fault> type) {
        Kind kind = BY_TYPE.get(type);
        if (kind == null) {
            throw new IllegalArgumentException(type + " is no kind of fault");
        }
        return kind;
    }

    /** The kind with that keyword. */
    public static Optional<Kind> find(String keyword, boolean operator) {
        return BY_TYPE.values().stream()
                .filter(kind -> kind.operator() == operator && kind.keyword().equals(keyword))
                .findFirst();
    }

    private static void collect(Class<?> type) {
        if (type.isRecord()) {
            BY_TYPE.put(type, kindOf(type.asSubclass(Fault.class)));
        } else if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted);
            }
        }
    }

    private static Kind kindOf(Class<? extends Fault> type) {
        FaultKind kind = type.getAnnotation(FaultKind.class);
        if (kind == null) {
            throw new IllegalStateException("no @FaultKind on " + type);
        }
        List<KindParameter> parameters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Parameter parameter = component.getAnnotation(Parameter.class);
            if (parameter == null) {
                throw new IllegalStateException("no @Parameter on " + component + " of " + type);
            }
            String key = parameter.main()
                    ? kind.keyword()
                    : parameter.name().isEmpty() ? Settings.kebab(component.getName()) : parameter.name();
            Optional<String> defaultText =
                    parameter.value().equals(Parameter.NONE) ? Optional.empty() : Optional.of(parameter.value());
            parameters.add(new KindParameter(key, parameter.main(), defaultText, parameter.doc(), component));
        }
        return new Kind(
                kind.keyword(),
                OperatorFault.class.isAssignableFrom(type)
                        || CredentialFault.class.isAssignableFrom(type)
                        || FileFault.class.isAssignableFrom(type),
                kind.doc(),
                kind.example(),
                type,
                List.copyOf(parameters));
    }
}
