package com.samokoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.tools.ToolProvider;

/**
 * Size and catch rules, read with the JDK's own parser so that no linter lags behind the language.
 */
class SourceRulesTests {
    private static final int METHOD_LINES = 40;
    private static final int FILE_LINES = 300;
    private static final int PARAMETERS = 7;
    private static final Set<String> MAY_CATCH_ALL =
            Set.of("RunExecutor", "ExpressFilter", "Redactor");

    @Test
    void sourcesKeepToTheBudget() throws Exception {
        assertThat(violations(Path.of("src/main/java"))).isEmpty();
    }

    private static List<String> violations(Path root) throws Exception {
        var found = new ArrayList<String>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var paths = Files.walk(root)) {
            var sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            for (var unit : task.parse()) {
                new Scan(unit, Trees.instance(task), found).scan(unit, null);
            }
        }
        return found;
    }

    private static class Scan extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> found;
        private final String type;

        Scan(CompilationUnitTree unit, Trees trees, List<String> found) {
            this.unit = unit;
            this.trees = trees;
            this.found = found;
            this.type =
                    Path.of(unit.getSourceFile().getName())
                            .getFileName()
                            .toString()
                            .replace(".java", "");
        }

        @Override
        public Void visitCompilationUnit(CompilationUnitTree tree, Void unused) {
            report(
                    line(trees.getSourcePositions().getEndPosition(unit, tree)) > FILE_LINES,
                    "file too long");
            return super.visitCompilationUnit(tree, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            var positions = trees.getSourcePositions();
            long end = positions.getEndPosition(unit, method);
            if (end > 0) {
                long lines = line(end) - line(positions.getStartPosition(unit, method)) + 1;
                report(lines > METHOD_LINES, method.getName() + " has " + lines + " lines");
                report(
                        method.getParameters().size() > PARAMETERS,
                        method.getName() + " takes too much");
            }
            return super.visitMethod(method, unused);
        }

        @Override
        public Void visitCatch(CatchTree tree, Void unused) {
            boolean all =
                    Set.of("Exception", "Throwable")
                            .contains(tree.getParameter().getType().toString());
            report(all && !MAY_CATCH_ALL.contains(type), "catches everything");
            return super.visitCatch(tree, unused);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private void report(boolean broken, String what) {
            if (broken) {
                found.add(type + ": " + what);
            }
        }
    }
}
