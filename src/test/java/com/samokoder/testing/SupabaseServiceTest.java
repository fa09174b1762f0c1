package com.samokoder.testing;

import com.samokoder.SamokoderApplication;
import com.samokoder.testing.supabase.SupabaseInstallation;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Like {@link ServiceTest}, on a stand-in of a Supabase project, which the tests of a class share
 * and leave as they found it. A class that inherits another's tests runs them there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = SamokoderApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = SupabaseInstallation.class, inheritInitializers = false)
@Import(ApiConfiguration.class)
public @interface SupabaseServiceTest {}
