package com.samokoder.files.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program git in a folder, without anybody's settings. */
record Git(Path folder) {

    record Result(int status, String output) {
        String ok() {
            assertThat(status).as(output).isZero();
            return output.strip();
        }

        String refused() {
            assertThat(status).as(output).isNotZero();
            return output;
        }
    }

    Result run(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-c",
                                "user.name=Anna",
                                "-c",
                                "user.email=anna@example.com",
                                "-c",
                                "init.defaultBranch=main",
                                "-c",
                                "core.quotePath=false"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            var process = builder.redirectErrorStream(true).start();
            var output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ending) {
            throw new IllegalStateException(ending);
        }
    }

    Git clone(String address, String... options) {
        var arguments = new ArrayList<>(List.of("clone", "--quiet"));
        arguments.addAll(List.of(options));
        var target = folder.resolve("clone-" + System.nanoTime());
        arguments.addAll(List.of(address, target.toString()));
        run(arguments.toArray(String[]::new)).ok();
        return new Git(target);
    }

    Git write(String path, String text) {
        try {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Git makeExecutable(String path) {
        assertThat(folder.resolve(path).toFile().setExecutable(true)).isTrue();
        return this;
    }

    /** Commits all there is. */
    String commit(String message) {
        run("add", "--all").ok();
        run("commit", "--quiet", "--allow-empty", "--message", message).ok();
        return head();
    }

    String head() {
        return run("rev-parse", "HEAD").ok();
    }

    Result push(String... arguments) {
        var all = new ArrayList<>(List.of("push", "origin"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }
}
