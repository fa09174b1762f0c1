package com.samokoder.files.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

import java.io.File;

/**
 * Keeps JGit to itself: it reads no settings of whoever the machine belongs to, runs no git to find
 * them, and writes none.
 */
final class QuietSystem extends SystemReader {
    private final SystemReader system;

    private QuietSystem(SystemReader system) {
        this.system = system;
    }

    /** Takes effect for the whole process. */
    static void install() {
        if (!(SystemReader.getInstance() instanceof QuietSystem)) {
            SystemReader.setInstance(new QuietSystem(SystemReader.getInstance()));
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable String getProperty(String key) {
        return system.getProperty(key);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    @SuppressWarnings("deprecation")
    public long getCurrentTime() {
        return system.now().toEpochMilli();
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getTimezone(long when) {
        return 0;
    }

    private static final class Nothing extends FileBasedConfig {
        Nothing(@Nullable Config parent, FS fs) {
            super(parent, new File("no-such-file"), fs);
        }

        /** Else JGit would measure for seconds how finely the disk's clock ticks. */
        @Override
        public @Nullable String getString(
                String section, @Nullable String subsection, String name) {
            return section.equals("filesystem") ? "10 milliseconds" : null;
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
