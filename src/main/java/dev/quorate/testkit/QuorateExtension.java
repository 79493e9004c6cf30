package dev.quorate.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * For plain JUnit tests: {@code @ExtendWith(QuorateExtension.class)} saves the scenario of a run that failed an
 * assertion, and says how to see it again. Properties need no extension.
 */
public final class QuorateExtension implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws Throwable {
        if (problem instanceof RunFailure failure) {
            Path file = Run.FAILED.resolve(context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName() + ".conf");
            throw failure.saved(file);
        }
        throw problem;
    }
}
