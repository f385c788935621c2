# Outside judges: the same statistics by base R (4.2 or later, no package), for tests to compare with.
#
#   Rscript tests/statistics/judges/judges.R > tests/statistics/judges/numbers.csv
#
# Tests read numbers.csv, so R need not be there to run them. One row a number: name, value, and the call that gave it.
# Where base R has no function for a method, its formula is written out here, a second time and in R's own parts.

say <- function(name, call) {
  text <- gsub("\"", "'", paste(trimws(deparse(substitute(call), 500)), collapse = " "))
  values <- as.numeric(suppressWarnings(call))
  names <- if (length(values) == 2) paste0(name, c(".low", ".high")) else name
  cat(sprintf("%s,%s,\"%s\"\n", names, format(values, digits = 15, trim = TRUE), text), sep = "")
}
dated <- function(years) {
  ends <- as.Date(paste0(years, "-03-31"))
  as.numeric(ends - ends[1]) / 365.25
}
fine <- glm.control(epsilon = 1e-12, maxit = 100)
slope <- function(fit) summary(fit)$coefficients[2, 1]
se <- function(fit) summary(fit)$coefficients[2, 2]
dispersion <- function(fit) summary(fit)$dispersion
floored_se <- function(fit, was) se(fit) * sqrt(max(1, was) / was)         # dispersion at least 1
floored_p <- function(fit, was) 2 * pt(-abs(slope(fit) / floored_se(fit, was)), fit$df.residual)
regression <- function(name, fit, was = dispersion(fit)) {
  numbers <- c(slope = slope(fit), se = se(fit), dispersion = was, floored_se = floored_se(fit, was),
               floored_p = floored_p(fit, was))
  call <- gsub("\"", "'", paste(trimws(deparse(fit$call, 500)), collapse = " "))
  cat(sprintf("%s.%s,%s,\"%s\"\n", name, names(numbers), format(numbers, digits = 15, trim = TRUE), call), sep = "")
}
cat("name,value,call\n")

# ---- trends ----
k <- c(453, 452, 485, 514, 522)                 # care leavers in suitable accommodation, years to 31 March
n <- c(484, 493, 535, 582, 589)
y <- 2021:2025
t5 <- dated(y)                                  # the same years by the calendar, in units of 365.25 days
say("care_leavers.prop_trend.x2", prop.trend.test(k, n, y)$statistic)
say("care_leavers.prop_trend.p", prop.trend.test(k, n, y)$p.value)
say("care_leavers.ordinal_association.x2", prop.trend.test(k, n, y)$statistic * (sum(n) - 1) / sum(n))
say("care_leavers.kendall.p", cor.test(k / n, y, method = "kendall", exact = TRUE)$p.value)
say("care_leavers.kendall.tau", cor.test(k / n, y, method = "kendall", exact = TRUE)$estimate)
say("care_leavers.binomial.p", summary(glm(cbind(k, n - k) ~ y, binomial, control = fine))$coefficients[2, 4])
regression("care_leavers.quasi_binomial", glm(cbind(k, n - k) ~ y, quasibinomial, control = fine))
regression("care_leavers.quasi_binomial.dated", glm(cbind(k, n - k) ~ t5, quasibinomial, control = fine))

k10 <- c(131, 148, 120, 155, 149, 170, 139, 168, 181, 166)      # ten years, years 0 to 9, overdispersed
n10 <- c(400, 410, 395, 420, 415, 430, 405, 425, 435, 440)
y10 <- 0:9
t10 <- dated(2016:2025)
regression("ten_points.quasi_binomial", glm(cbind(k10, n10 - k10) ~ y10, quasibinomial, control = fine))
regression("ten_points.quasi_binomial.dated", glm(cbind(k10, n10 - k10) ~ t10, quasibinomial, control = fine))
say("ten_points.prop_trend.x2", prop.trend.test(k10, n10, y10)$statistic)
say("ten_points.prop_trend.p", prop.trend.test(k10, n10, y10)$p.value)
say("ten_points.kendall.p", cor.test(k10 / n10, y10, method = "kendall", exact = TRUE)$p.value)
say("ten_points.kendall.tau", cor.test(k10 / n10, y10, method = "kendall", exact = TRUE)$estimate)
say("ten_points.ols.p", summary(lm(I(k10 / n10) ~ y10))$coefficients[2, 4])

events <- c(412, 398, 431, 455, 470, 502)                       # six years, years 0 to 5
y6 <- 0:5
t6 <- dated(2020:2025)
exposure <- c(1000, 1010, 1025, 1030, 1050, 1060)
regression("counts.quasi_poisson", glm(events ~ y6, quasipoisson, control = fine))
regression("counts.quasi_poisson.dated", glm(events ~ t6, quasipoisson, control = fine))
regression("rates.quasi_poisson", glm(events ~ y6 + offset(log(exposure)), quasipoisson, control = fine))
regression("rates.quasi_poisson.dated", glm(events ~ t6 + offset(log(exposure)), quasipoisson, control = fine))

means <- c(14.2, 15.1, 15.3, 16.0, 16.4)                        # five years, years 0 to 4, with standard errors
errors <- c(0.5, 0.4, 0.6, 0.5, 0.4)
y0 <- 0:4
by_year <- lm(means ~ y0, weights = 1 / errors^2)
by_date <- lm(means ~ t5, weights = 1 / errors^2)
regression("means.weighted", by_year, summary(by_year)$sigma^2)
regression("means.weighted.dated", by_date, summary(by_date)$sigma^2)
say("means.weighted.p", summary(by_year)$coefficients[2, 4])

# ---- shares ----
heads <- c(403, 102, 43, 26, 9)                                 # a workforce against the census
census <- c(0.818, 0.037, 0.086, 0.038, 0.021)                  # made to add up to 1
say("shares.x2", chisq.test(heads, p = census, rescale.p = TRUE)$statistic)
say("shares.p", chisq.test(heads, p = census, rescale.p = TRUE)$p.value)
say("shares.mild.x2", chisq.test(c(470, 25, 52, 23, 13), p = census, rescale.p = TRUE)$statistic)
say("shares.mild.p", chisq.test(c(470, 25, 52, 23, 13), p = census, rescale.p = TRUE)$p.value)

# ---- one figure ----
raw <- c(14.1, 15.3, 13.8, 16.2, 15.9, 14.7, 17.1, 15.0)
raw_later <- c(16.4, 15.8, 18.2, 17.7, 14.9, 19.3, 16.6, 17.0, 18.8, 15.2)
byar <- function(x, level) {
  z <- qnorm((1 + level) / 2)
  c(x * (1 - 1 / (9 * x) - z / 3 / sqrt(x))^3, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / 3 / sqrt(x + 1))^3)
}
say("wilson.95", prop.test(522, 589, correct = FALSE)$conf.int)
say("wilson.998", prop.test(522, 589, correct = FALSE, conf.level = 0.998)$conf.int)
say("wilson.small.95", prop.test(1, 29, correct = FALSE)$conf.int)
say("wilson.small.998", prop.test(1, 29, correct = FALSE, conf.level = 0.998)$conf.int)
say("garwood.5.95", poisson.test(5)$conf.int)
say("garwood.5.998", poisson.test(5, conf.level = 0.998)$conf.int)
say("garwood.0.95", poisson.test(0)$conf.int)
say("garwood.9.95", poisson.test(9, T = 2.5)$conf.int)                     # a rate: 9 events in 2.5
say("byar.65.95", byar(65, 0.95))
say("byar.65.998", byar(65, 0.998))
say("byar.10.998", byar(10, 0.998))
say("student.95", t.test(raw)$conf.int)
say("student.998", t.test(raw, conf.level = 0.998)$conf.int)
say("normal.998", 12 + c(-1, 1) * qnorm(0.999) * 0.5)

# ---- two figures: first, last ----
newcombe <- function(k1, n1, k2, n2, level = 0.95) {                       # method 10, on prop.test's limits
  a <- prop.test(k1, n1, correct = FALSE, conf.level = level)$conf.int
  b <- prop.test(k2, n2, correct = FALSE, conf.level = level)$conf.int
  p <- k1 / n1
  q <- k2 / n2
  q - p + c(-sqrt((q - b[1])^2 + (a[2] - p)^2), sqrt((b[2] - q)^2 + (p - a[1])^2))
}
difference_of_rates <- function(x1, t1, x2, t2, level = 0.95) {
  a <- byar(x1, level) / t1
  b <- byar(x2, level) / t2
  d <- x2 / t2 - x1 / t1
  c(d - sqrt((x2 / t2 - b[1])^2 + (a[2] - x1 / t1)^2), d + sqrt((b[2] - x2 / t2)^2 + (x1 / t1 - a[1])^2))
}
say("proportions.score.p", prop.test(c(522, 453), c(589, 484), correct = FALSE)$p.value)
say("proportions.newcombe.95", newcombe(453, 484, 522, 589))
say("proportions.newcombe.998", newcombe(453, 484, 522, 589, 0.998))
say("proportions.fisher.p", fisher.test(matrix(c(1, 39, 7, 33), 2))$p.value)
say("proportions.fisher.newcombe", newcombe(1, 40, 7, 40))
two_strata <- array(c(453, 31, 522, 67, 9, 0, 9, 0), c(2, 2, 2))           # the second, all of one kind, adds nothing
say("proportions.mantel_haenszel.x2", mantelhaen.test(two_strata, correct = FALSE)$statistic)
say("rates.p", poisson.test(c(39, 52), c(27.21, 26.8))$p.value)
say("rates.few.p", poisson.test(c(1, 9), c(1.5, 1.2))$p.value)
say("counts.p", binom.test(39, 39 + 52)$p.value)
say("rates.difference.95", difference_of_rates(52, 26.8, 39, 27.21))
say("means.welch.p", t.test(raw_later, raw)$p.value)
say("means.welch.95", t.test(raw_later, raw)$conf.int)
say("means.welch.998", t.test(raw_later, raw, conf.level = 0.998)$conf.int)
