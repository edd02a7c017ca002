package dev.punctual.api;

import dev.punctual.api.audit.AuditController;
import dev.punctual.api.calendar.CalendarController;
import dev.punctual.api.console.ConsoleFiles;
import dev.punctual.api.console.ConsoleFilter;
import dev.punctual.api.fire.FireController;
import dev.punctual.api.fire.FireVerbController;
import dev.punctual.api.fire.FireWait;
import dev.punctual.api.fire.UpcomingController;
import dev.punctual.api.freeze.FreezeController;
import dev.punctual.api.idempotency.IdempotencyFilter;
import dev.punctual.api.live.LiveConfiguration;
import dev.punctual.api.operation.OperationController;
import dev.punctual.api.problem.ProblemAdvice;
import dev.punctual.api.problem.ProblemErrorController;
import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.api.problem.ProblemValve;
import dev.punctual.api.schedule.PreviewController;
import dev.punctual.api.security.ApiKeyFilter;
import dev.punctual.api.security.BrowserFilter;
import dev.punctual.api.security.SecurityProperties;
import dev.punctual.api.simulation.SimulationController;
import dev.punctual.api.stats.StatsController;
import dev.punctual.api.stats.StatsHistoryController;
import dev.punctual.api.system.SystemController;
import dev.punctual.api.system.SystemFacts;
import dev.punctual.api.task.BatchController;
import dev.punctual.api.task.BatchVerbController;
import dev.punctual.api.task.GridController;
import dev.punctual.api.task.TaskController;
import dev.punctual.api.task.TaskRecordController;
import dev.punctual.api.task.TaskVerbController;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.BodyFilter;
import dev.punctual.api.web.CalendarFile;
import dev.punctual.api.web.FailureFilter;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.PathFilter;
import dev.punctual.api.web.Preconditions;
import dev.punctual.api.web.Query;
import dev.punctual.api.web.RequestResolver;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.api.worker.WorkerController;
import dev.punctual.api.zone.TimeZoneDataController;
import dev.punctual.book.AuditBook;
import dev.punctual.book.BackfillBook;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.CalendarId;
import dev.punctual.book.FireChanges;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireStats;
import dev.punctual.book.FreezeBook;
import dev.punctual.book.IdempotencyStore;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRecords;
import dev.punctual.book.TimeZoneBook;
import dev.punctual.book.WorkerBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.models.media.StringSchema;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the REST API is made of. It needs the book's beans and its clock, and the rules for actions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiProperties.class, SecurityProperties.class})
@Import(LiveConfiguration.class)
public class ApiConfiguration {
    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        Actor.class,
                        CalendarFile.class,
                        CalendarId.class,
                        FireId.class,
                        JsonBody.class,
                        Namespace.class,
                        Preconditions.class,
                        Query.class,
                        RequestSeed.class,
                        TaskId.class)
                .replaceWithSchema(Duration.class, new StringSchema().format("duration"));
    }

    @Bean
    TaskController taskController(
            TaskBook book, InstantSource bookClock, CalendarBook calendars, ActionRules rules, FireOverview overview) {
        return new TaskController(book, bookClock, calendars, rules, overview);
    }

    @Bean
    TaskRecordController taskRecordController(TaskBook book, TaskRecords records, FireOverview overview) {
        return new TaskRecordController(book, records, overview);
    }

    @Bean
    GridController gridController(TaskBook book, FireOverview overview, InstantSource bookClock) {
        return new GridController(book, overview, bookClock);
    }

    @Bean
    TaskVerbController taskVerbController(TaskBook book, InstantSource bookClock, FireLedger ledger) {
        return new TaskVerbController(book, bookClock, new FireWait(ledger));
    }

    @Bean
    BatchController batchController(
            TaskBook book, InstantSource bookClock, CalendarBook calendars, ActionRules rules, ProblemMapper problems) {
        return new BatchController(book, bookClock, calendars, rules, problems);
    }

    @Bean
    BatchVerbController batchVerbController(TaskBook book, InstantSource bookClock, ProblemMapper problems) {
        return new BatchVerbController(book, bookClock, problems);
    }

    @Bean
    PreviewController previewController(InstantSource bookClock, CalendarBook calendars) {
        return new PreviewController(bookClock, calendars);
    }

    @Bean
    CalendarController calendarController(CalendarBook calendars, InstantSource bookClock) {
        return new CalendarController(calendars, bookClock);
    }

    @Bean
    FireController fireController(TaskBook book, FireLedger ledger, FireOverview overview) {
        return new FireController(book, ledger, overview);
    }

    @Bean
    FireVerbController fireVerbController(FireChanges changes) {
        return new FireVerbController(changes);
    }

    @Bean
    UpcomingController upcomingController(FireLedger ledger, FireOverview overview, InstantSource bookClock) {
        return new UpcomingController(ledger, overview, bookClock);
    }

    @Bean
    FreezeController freezeController(FreezeBook book, InstantSource bookClock) {
        return new FreezeController(book, bookClock);
    }

    @Bean
    OperationController operationController(BackfillBook book, InstantSource bookClock) {
        return new OperationController(book, bookClock);
    }

    @Bean
    AuditController auditController(AuditBook audits, TaskBook book, InstantSource bookClock) {
        return new AuditController(audits, book, bookClock);
    }

    @Bean
    SimulationController simulationController(TaskBook book, FireOverview overview, InstantSource bookClock) {
        return new SimulationController(book, overview, bookClock);
    }

    @Bean
    TimeZoneDataController timeZoneDataController(TimeZoneBook book) {
        return new TimeZoneDataController(book);
    }

    @Bean
    WorkerController workerController(WorkerBook book, ApiProperties properties) {
        return new WorkerController(book, properties.workerLease());
    }

    @Bean
    StatsController statsController(FireStats stats) {
        return new StatsController(stats);
    }

    @Bean
    StatsHistoryController statsHistoryController(FireOverview overview, InstantSource bookClock) {
        return new StatsHistoryController(overview, bookClock);
    }

    @Bean
    SystemController systemController(
            SystemFacts facts, ActionRules rules, TaskRecords records, FireStats stats, InstantSource bookClock) {
        return new SystemController(facts, rules, records, stats, bookClock);
    }

    @Bean
    ProblemMapper problemMapper() {
        return new ProblemMapper();
    }

    @Bean
    ProblemAdvice problemAdvice(ProblemMapper problems) {
        return new ProblemAdvice(problems);
    }

    @Bean
    ProblemErrorController problemErrorController(ProblemMapper problems) {
        return new ProblemErrorController(problems);
    }

    @Bean
    WebMvcConfigurer requestResolvers() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new RequestResolver());
            }
        };
    }

    // before Spring Boot's own, which then leaves the root to it
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ConsoleFiles consoleFiles() {
        return new ConsoleFiles();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    // the filters in the order in which a request passes them

    @Bean
    FilterRegistrationBean<FailureFilter> failureFilter(ProblemMapper problems) {
        return inOrder(0, new FailureFilter(problems));
    }

    @Bean
    FilterRegistrationBean<PathFilter> pathFilter() {
        return inOrder(1, new PathFilter());
    }

    @Bean
    FilterRegistrationBean<BrowserFilter> browserFilter(SecurityProperties security) {
        return inOrder(2, new BrowserFilter(security));
    }

    @Bean
    FilterRegistrationBean<ApiKeyFilter> apiKeyFilter(SecurityProperties security) {
        return inOrder(3, new ApiKeyFilter(security));
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter() {
        return inOrder(4, new BodyFilter());
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(IdempotencyStore store) {
        return inOrder(5, new IdempotencyFilter(store));
    }

    @Bean
    FilterRegistrationBean<ConsoleFilter> consoleFilter() {
        return inOrder(6, new ConsoleFilter());
    }

    @Bean
    OpenApiCustomizer openApiDescription() {
        return new OpenApiDescription();
    }

    private static <F extends Filter> FilterRegistrationBean<F> inOrder(int place, F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100 + place);
        return registration;
    }
}
