// SPDX-License-Identifier: LGPL-2.1-or-later
// Prints the median and the middle half of each benchmark's repetitions, and how the first one's
// median stands to the others': the machine's own speed cancels out.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace ramauth::bench {

class RatioReport final : public benchmark::BenchmarkReporter {
public:
    explicit RatioReport(std::vector<std::string> names) : names_(std::move(names)) {}

    bool ReportContext(const Context& context) override;
    void ReportRuns(const std::vector<Run>& runs) override;
    void Finalize() override;

    // Every benchmark was measured without an error.
    [[nodiscard]] bool complete() const;

private:
    std::vector<std::string> names_;
    std::map<std::string, std::vector<double>> milliseconds_;
};

}  // namespace ramauth::bench
