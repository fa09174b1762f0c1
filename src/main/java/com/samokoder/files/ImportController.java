package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectDocuments;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Objects;

/** Projects that begin with files from elsewhere. */
@RestController
class ImportController {
    private static final int NAME = 120;

    private final Imports imports;
    private final ProjectDocuments projects;
    private final Texts texts;

    ImportController(Imports imports, ProjectDocuments projects, Texts texts) {
        this.imports = imports;
        this.projects = projects;
        this.texts = texts;
    }

    @PostMapping(path = "/api/projects/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Idempotent
    ResponseEntity<?> create(
            CurrentUser user,
            @RequestPart MultipartFile file,
            @RequestParam(required = false)
                    @Size(max = NAME)
                    @Pattern(regexp = "\\P{Cntrl}*", message = "files.one_line")
                    @Nullable String name,
            @RequestParam(required = false)
                    @Size(max = 20_000)
                    @Pattern(regexp = "[^\\x00]*", message = "files.no_nul")
                    @Nullable String description,
            HttpServletRequest request)
            throws IOException {
        var archive = Files.createTempFile("samokoder-import", ".zip");
        try {
            file.transferTo(archive);
            var titles = titles(file, name, description, Texts.language(request));
            var project = imports.create(user.id(), archive, titles);
            return projects.created(user.id(), project);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private Imports.Titles titles(
            MultipartFile file,
            @Nullable String name,
            @Nullable String description,
            Locale language) {
        var upload = ZipNames.shown(baseName(file)).strip();
        var stem = upload.replaceFirst("(?i)\\.zip$", "").strip();
        var title = stem.isEmpty() ? texts.text("files.imported_project", language) : stem;
        var message = texts.text("files.imported", language, upload.isEmpty() ? "zip" : upload);
        return new Imports.Titles(
                name == null || name.isBlank() ? title : name,
                description == null || description.isBlank() ? message : description,
                message);
    }

    /** Some clients send the whole path on their own disk. */
    private static String baseName(MultipartFile file) {
        var sent = Objects.requireNonNullElse(file.getOriginalFilename(), "");
        return sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    }
}
