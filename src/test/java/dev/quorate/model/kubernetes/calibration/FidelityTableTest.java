package dev.quorate.model.kubernetes.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row of the fidelity table is tested somewhere: {@code fidelity.csv} says where, this says that it is so. */
class FidelityTableTest {

    private static final List<Integer> ROWS = List.of(
            1, 2, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 20, 22, 23, 24, 25, 26, 28, 29, 30, 31, 33, 35, 36, 37, 38,
            39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 50);

    @Test
    void everyRowNamesTestsThatExist() throws IOException, ClassNotFoundException {
        TreeSet<Integer> rows = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/calibration/fidelity.csv"))) {
            if (line.startsWith("F")) {
                String[] cells = line.split(",");
                rows.add(Integer.parseInt(cells[0].substring(1)));
                Class<?> type = Class.forName("dev.quorate." + cells[1]);
                if (Arrays.stream(type.getDeclaredMethods())
                        .noneMatch(m -> m.getName().equals(cells[2]) && isTest(m))) {
                    wrong.add(line);
                }
            }
        }
        assertThat(wrong).as("tests that are not there").isEmpty();
        assertThat(rows).containsExactlyElementsOf(ROWS);
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class)
                || method.isAnnotationPresent(TestFactory.class)
                || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
