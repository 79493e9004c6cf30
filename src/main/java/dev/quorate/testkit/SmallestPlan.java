package dev.quorate.testkit;

import java.nio.file.Path;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Found by jqwik through ServiceLoader: when a property failed on a run, saves the smallest plan as a scenario file and
 * says how to see it again.
 */
public final class SmallestPlan implements AroundPropertyHook {

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        if (result.status() == PropertyExecutionResult.Status.FAILED
                && result.throwable().orElse(null) instanceof RunFailure failure) {
            Path file = Run.FAILED.resolve(context.containerClass().getSimpleName() + "."
                    + context.targetMethod().getName() + ".conf");
            return result.mapToFailed(failure.saved(file));
        }
        return result;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    /** Outside of a test's own hooks, which see the failure as the property left it. */
    @Override
    public int aroundPropertyProximity() {
        return -50;
    }
}
