// SPDX-License-Identifier: LGPL-2.1-or-later
// What waits for a worker of the hashing pool, and in which order it begins. Jobs for uid 0 (the
// module in sshd, login, su) go first. Others, who come over the bus, have one job a uid at a time
// and at most half of the workers together, so that no ordinary user keeps anybody from logging on;
// with one worker they may have it whole between root's jobs, each of which then waits for one of
// theirs at most. What nobody waits for (a hash at a new cost) is spare: it begins alone and when
// nothing else waits, whoever it is for. Each kind is first come, first served. Not locked: the
// pool does that.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <set>
#include <utility>

#include "ramd/login/request.h"

namespace ramd {

struct JobOwner {
    Uid uid;  // who asked for it
    bool spare = false;
};

template <class Work>
struct QueuedJob {
    JobOwner owner;
    Work work;
};

template <class Work>
class JobQueue {
public:
    static constexpr std::size_t most_spare = 8;

    // `limit`: how many may wait, of each kind; of the spare ones no more than most_spare.
    JobQueue(std::size_t workers, std::size_t limit)
        : others_at_once_(std::max<std::size_t>(1, workers / 2)), limit_(limit) {}

    // Whether this owner may have one more job, where a worker is free for it.
    [[nodiscard]] bool may_push(JobOwner owner) const {
        return owner.spare || is_root(owner) || !uids_.contains(owner.uid);
    }
    // Whether one more of this owner may wait.
    [[nodiscard]] bool has_room(JobOwner owner) const {
        if (owner.spare) return spare_.size() < std::min(limit_, most_spare);
        return may_push(owner) && (is_root(owner) ? first_ : others_).size() < limit_;
    }
    // Jobs that begin before one that is pushed now, and those that run.
    [[nodiscard]] std::size_t ahead_of(JobOwner owner) const {
        std::size_t ahead = running_ + first_.size();
        if (owner.spare || !is_root(owner)) ahead += others_.size();
        return owner.spare ? ahead + spare_.size() : ahead;
    }
    // Workers that such a job may count on.
    [[nodiscard]] std::size_t share_of(JobOwner owner, std::size_t workers) const {
        if (owner.spare) return 1;
        return is_root(owner) ? workers : others_at_once_;
    }

    void push(QueuedJob<Work> job) {
        const JobOwner owner = job.owner;
        if (!owner.spare && !is_root(owner)) uids_.insert(owner.uid);
        auto& queue = owner.spare ? spare_ : is_root(owner) ? first_ : others_;
        queue.push_back(std::move(job));
    }

    [[nodiscard]] bool may_begin() const {
        return !first_.empty() || other_may_begin() || spare_may_begin();
    }
    // The next one, which runs from now on; only where may_begin().
    [[nodiscard]] QueuedJob<Work> begin() {
        auto& queue = !first_.empty() ? first_ : other_may_begin() ? others_ : spare_;
        QueuedJob<Work> job = std::move(queue.front());
        queue.pop_front();
        ++running_;
        if (job.owner.spare)
            spare_runs_ = true;
        else if (!is_root(job.owner))
            ++others_running_;
        return job;
    }
    void ended(JobOwner owner) {
        --running_;
        if (owner.spare) {
            spare_runs_ = false;
        } else if (!is_root(owner)) {
            --others_running_;
            uids_.erase(owner.uid);
        }
    }

    // Takes out what has not begun.
    [[nodiscard]] std::deque<QueuedJob<Work>> drop_all() {
        for (const auto& job : others_) uids_.erase(job.owner.uid);
        std::deque<QueuedJob<Work>> dropped;
        for (auto* queue : {&first_, &others_, &spare_}) {
            std::move(queue->begin(), queue->end(), std::back_inserter(dropped));
            queue->clear();
        }
        return dropped;
    }

private:
    static bool is_root(JobOwner owner) { return owner.uid.value == 0; }
    [[nodiscard]] bool other_may_begin() const {
        return !others_.empty() && others_running_ < others_at_once_;
    }
    [[nodiscard]] bool spare_may_begin() const {
        return !spare_.empty() && !spare_runs_ && first_.empty() && others_.empty();
    }

    const std::size_t others_at_once_;
    const std::size_t limit_;
    std::deque<QueuedJob<Work>> first_;
    std::deque<QueuedJob<Work>> others_;
    std::deque<QueuedJob<Work>> spare_;
    std::set<Uid> uids_;  // of the others, waiting or running
    std::size_t running_ = 0;
    std::size_t others_running_ = 0;
    bool spare_runs_ = false;
};

}  // namespace ramd
