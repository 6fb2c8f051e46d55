using Accrete.Fuzz;

return args is ["--child", var place] ? Child.Run(place)
    : args is ["--seeds", var of, var folder, _] ? Guided.WriteSeeds(of, folder)
    : args is ["--afl", var format, _] ? Guided.Run(format)
    : CampaignOptions.Parse(args) is { } options ? new Campaign(options).Run()
    : CampaignOptions.Explain();
