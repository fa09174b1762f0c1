package com.samokoder.files.git;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.util.FileSystemUtils;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;

/** Fetches and pushes. */
@Service
class GitService {
    private static final Logger LOG = LoggerFactory.getLogger(GitService.class);
    private static final long LARGEST_FILE = 1L << 20;
    private static final long LARGEST_PACK = 64L << 20;

    private final Mirrors mirrors;
    private final HistoryRepository histories;
    private final Texts texts;
    private final Turns turns;

    GitService(
            Mirrors mirrors, HistoryRepository histories, Texts texts, GitProperties properties) {
        this.mirrors = mirrors;
        this.histories = histories;
        this.texts = texts;
        this.turns = new Turns(properties.atOnce());
    }

    /** Who pushes, and what they read. */
    record Pusher(UserId user, Locale language) {}

    /**
     * Says what can be fetched.
     *
     * @param protocol what the client asked for, such as {@code version=2}
     */
    void advertiseUpload(
            UserId user, ProjectId project, @Nullable String protocol, OutputStream out) {
        read(
                user,
                project,
                view -> {
                    try (var upload = upload(view, protocol)) {
                        var lines = new PacketLineOut(out);
                        upload.sendAdvertisedRefs(
                                new PacketLineOutRefAdvertiser(lines), "git-upload-pack");
                    }
                });
    }

    void upload(
            UserId user,
            ProjectId project,
            @Nullable String protocol,
            InputStream in,
            OutputStream out) {
        read(
                user,
                project,
                view -> {
                    try (var upload = upload(view, protocol)) {
                        upload.uploadWithExceptionPropagation(in, out, null);
                    }
                });
    }

    void advertiseReceive(UserId user, ProjectId project, OutputStream out) {
        read(
                user,
                project,
                view -> {
                    var lines = new PacketLineOut(out);
                    lines.writeString("# service=git-receive-pack\n");
                    lines.end();
                    new ReceivePack(view.repository())
                            .sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                });
    }

    /**
     * Takes a push in. Its objects come into a repository of their own, which is thrown away: what
     * is kept of them goes into the database.
     */
    void receive(Pusher pusher, ProjectId project, InputStream in, OutputStream out) {
        read(
                pusher.user(),
                project,
                view -> {
                    var folder = mirrors.newFolder();
                    try (var repository = Mirror.create(folder, view.folder())) {
                        if (view.commit() != null) {
                            Mirror.point(repository, view.commit());
                        }
                        var hook = new PushHook(histories, pusher, project, view, texts);
                        receive(repository, hook).receive(PackHeader.check(in), out, null);
                    } catch (UnpackException told) {
                        LOG.debug("A push could not be read", told);
                    } finally {
                        FileSystemUtils.deleteRecursively(folder);
                    }
                });
    }

    /** Everything is allowed that the hook refuses in better words. */
    private static ReceivePack receive(Repository repository, PushHook hook) {
        var receive = new ReceivePack(repository);
        receive.setBiDirectionalPipe(false);
        receive.setMaxObjectSizeLimit(LARGEST_FILE);
        receive.setMaxPackSizeLimit(LARGEST_PACK);
        receive.setObjectChecker(new ObjectChecker().setAllowInvalidPersonIdent(true));
        receive.setPreReceiveHook(hook);
        return receive;
    }

    private static UploadPack upload(Mirror.View view, @Nullable String protocol) {
        var upload = new UploadPack(view.repository());
        upload.setBiDirectionalPipe(false);
        upload.setPackConfig(packs());
        if (protocol != null) {
            upload.setExtraParameters(List.of(protocol.split(":")));
        }
        return upload;
    }

    /** Holds the search for similar files, which has no bounds of its own, to a few megabytes. */
    private static PackConfig packs() {
        var config = new PackConfig();
        config.setThreads(1);
        config.setDeltaSearchMemoryLimit(16 << 20);
        config.setDeltaCacheSize(8 << 20);
        config.setBigFileThreshold(512 << 10);
        return config;
    }

    private void read(UserId user, ProjectId project, Mirror.Reader reader) {
        try (var _ = turns.take(user)) {
            mirrors.read(user, project, reader);
        } catch (IOException failed) {
            throw isOfRequest(failed)
                    ? ApiException.of(ErrorCode.INVALID_REQUEST).withCause(failed)
                    : new UncheckedIOException(failed);
        }
    }

    /** JGit names what it cannot read of a request no better; disks fail with other types. */
    private static boolean isOfRequest(IOException failure) {
        return failure.getClass() == IOException.class
                || failure instanceof EOFException
                || failure instanceof ZipException
                || failure instanceof PackProtocolException;
    }
}
