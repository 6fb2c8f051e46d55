using Xunit.Sdk;
using Xunit.v3;

// A training sets what belongs to the whole process: libtorch's number of threads, on which the last bits of a result
// depend, and for dropout the seed of its generator. Two trainings side by side would change each other's bits, and
// many tests compare them. The cases of one property are tried on several threads: no property trains.
[assembly: Parallelization(Mode = ParallelMode.None)]
