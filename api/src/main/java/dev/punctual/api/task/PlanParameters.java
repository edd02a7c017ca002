package dev.punctual.api.task;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the query parameters of a change that can be planned. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "validateOnly",
        description = "true: run every check, answer the plan and store nothing",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "days",
        description = "how many days of fires the plan compares",
        schema = @Schema(type = "integer", minimum = "1", maximum = "366", defaultValue = "30"))
@interface PlanParameters {}
