// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/figures.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace ramauth::bench {

double Figure::quantile(double part) const {
    if (values_.empty()) return 0;
    std::vector<double> sorted(values_);
    std::ranges::sort(sorted);
    const double at = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double Figure::mean() const {
    if (values_.empty()) return 0;
    return std::accumulate(values_.begin(), values_.end(), 0.0) /
           static_cast<double>(values_.size());
}

void print(const std::string& what, const Figure& figure, const char* unit) {
    std::printf("  %-52s %12.2f %-8s", what.c_str(), figure.median(), unit);
    if (figure.count() > 1)
        std::printf(" %.2f to %.2f, %zu times", figure.quantile(0.25), figure.quantile(0.75),
                    figure.count());
    std::printf("\n");
    std::fflush(stdout);
}

void print(const std::string& what, double value, const char* unit) {
    std::printf("  %-52s %12.4f %s\n", what.c_str(), value, unit);
    std::fflush(stdout);
}

void print_ratio(const std::string& what, double ratio, std::optional<Aim> aim) {
    std::printf("= %-52s %12.*f", what.c_str(), ratio < 1000 ? 4 : 0, ratio);
    if (aim) {
        const bool least = aim->wanted == Aim::Wanted::at_least;
        const bool met = least ? ratio >= aim->value : ratio <= aim->value;
        std::printf("   aim: at %s %g, %s", least ? "least" : "most", aim->value,
                    met ? "met" : "missed");
    }
    std::printf("\n");
    std::fflush(stdout);
}

void print_heading(const std::string& heading) {
    std::printf("%s\n", heading.c_str());
    std::fflush(stdout);
}

void say(const std::string& what) {
    std::fprintf(stderr, "... %s\n", what.c_str());
}

}  // namespace ramauth::bench
