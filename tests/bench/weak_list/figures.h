// SPDX-License-Identifier: LGPL-2.1-or-later
// What a bench has measured, and how it is printed: one line a figure, on standard output. What is
// being done goes to standard error.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ramauth::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// The same thing, measured several times.
class Figure {
public:
    void add(double value) { values_.push_back(value); }
    [[nodiscard]] std::size_t count() const { return values_.size(); }
    // 0 where nothing was measured; `part` is from 0 to 1.
    [[nodiscard]] double quantile(double part) const;
    [[nodiscard]] double median() const { return quantile(0.5); }
    [[nodiscard]] double mean() const;

private:
    std::vector<double> values_;
};

// The median, and the middle half where there are several.
void print(const std::string& what, const Figure& figure, const char* unit);
void print(const std::string& what, double value, const char* unit);

struct Aim {
    enum class Wanted { at_most, at_least } wanted;
    double value;
};

void print_ratio(const std::string& what, double ratio, std::optional<Aim> aim = std::nullopt);
void print_heading(const std::string& heading);

// Progress, for whoever waits.
void say(const std::string& what);

}  // namespace ramauth::bench
