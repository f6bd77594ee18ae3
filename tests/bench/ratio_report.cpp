// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/ratio_report.h"

#include <algorithm>
#include <cstdio>

namespace ramauth::bench {
namespace {

// `sorted` is not empty; `part` is from 0 to 1.
double quantile(const std::vector<double>& sorted, double part) {
    const double at = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

bool RatioReport::ReportContext(const Context& context) {
    std::printf("%d CPUs\n", context.cpu_info.num_cpus);
    return true;
}

void RatioReport::ReportRuns(const std::vector<Run>& runs) {
    for (const auto& run : runs) {
        if (run.run_type != Run::RT_Iteration) continue;
        const auto& name = run.run_name.function_name;
        if (run.error_occurred) {
            std::printf("%s: %s\n", name.c_str(), run.error_message.c_str());
        } else {
            milliseconds_[name].push_back(run.real_accumulated_time * 1e3 /
                                          static_cast<double>(run.iterations));
        }
    }
}

void RatioReport::Finalize() {
    std::map<std::string, double> medians;
    for (auto& [name, times] : milliseconds_) {
        std::ranges::sort(times);
        medians[name] = quantile(times, 0.5);
        std::printf("%-28s median %8.3f ms   middle half %8.3f to %8.3f ms   %zu rounds\n",
                    name.c_str(), medians[name], quantile(times, 0.25), quantile(times, 0.75),
                    times.size());
    }
    if (!complete()) return;
    for (std::size_t i = 1; i < names_.size(); ++i) {
        std::printf("%s / %s = %.3f\n", names_[0].c_str(), names_[i].c_str(),
                    medians[names_[0]] / medians[names_[i]]);
    }
}

bool RatioReport::complete() const {
    return std::ranges::all_of(names_,
                               [this](const auto& name) { return milliseconds_.contains(name); });
}

}  // namespace ramauth::bench
