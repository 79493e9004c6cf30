/**
 * What a property test of a user's own project imports: clusters to run, plans of faults and seeds drawn by jqwik,
 * assertions on a run, folders of scenarios as tests.
 *
 * <p>The only room of jqwik, JUnit and AssertJ, which are optional dependencies of the jar: a test brings those that it
 * uses. Start reading at {@link dev.quorate.testkit.SimulatedCluster}.
 */
@NullMarked
package dev.quorate.testkit;

import org.jspecify.annotations.NullMarked;
