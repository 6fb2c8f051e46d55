using Accrete.Fuzz;

return args is ["--child", var place] ? Child.Run(place)
    : CampaignOptions.Parse(args) is { } options ? new Campaign(options).Run()
    : CampaignOptions.Explain();
