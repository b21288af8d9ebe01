using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(RadlPortal.Benchmarks.ReportBenchmarks).Assembly).Run(args);
